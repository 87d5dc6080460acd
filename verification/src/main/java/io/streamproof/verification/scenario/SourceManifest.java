package io.streamproof.verification.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.fault.FaultKind;
import io.streamproof.pipeline.fault.IngestStrikes;
import io.streamproof.pipeline.fault.MessageFault;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.verification.workload.OutgoingEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was done to the events on their way into the source topic: by the plan, and by clients that
 * sent one again. A struck event that the topic does not show to be struck is expected all the
 * same, by its id, so that it counts as missed.
 */
final class SourceManifest {
  private static final String SOURCE = "source";
  private static final String INGEST = "ingest";
  private static final String LOST = "lose";
  private static final String LOST_AT_SOURCE = "LOST_AT_SOURCE";

  private final IngestStrikes strikes;

  SourceManifest(IngestStrikes strikes) {
    this.strikes = strikes;
  }

  /** An event's identity. */
  private record EventId(String source, String id) {
    static EventId of(SourceRecord record) {
      return new EventId(text(record, HeaderNames.SOURCE), text(record, HeaderNames.ID));
    }

    @Override
    public String toString() {
      return source + "#" + id;
    }

    private static String text(SourceRecord record, String header) {
      byte[] value = record.header(header);
      return value == null ? "" : new String(value, UTF_8);
    }
  }

  /**
   * What was planted.
   *
   * @param sent all events that were sent: one that is to be forgotten may have left no record
   * @param committed the source topic as its readers see it
   * @param all the same with the records of aborted transactions
   */
  List<Planted> of(
      Stream<OutgoingEvent> sent,
      List<List<SourceRecord>> committed,
      List<List<SourceRecord>> all) {
    Map<EventId, List<String>> standing = places(committed);
    Map<EventId, List<String>> written = places(all);
    List<Planted> planted = new ArrayList<>();
    written.forEach(
        (event, places) -> {
          List<String> seen = standing.getOrDefault(event, List.of());
          MessageFault fault = strikes.on(event.source(), event.id());
          FaultKind kind = fault == null ? null : fault.kind();
          if (kind == FaultKind.FORGET) {
            planted.add(forgotten(event, unseen(places, seen)));
          } else if (kind == FaultKind.WRITE_TWICE || seen.size() > 1) {
            planted.add(repeated(kind, event, seen));
          }
        });
    sent.filter(event -> event.type() != null)
        .map(event -> new EventId(event.source(), event.id()))
        .filter(event -> isForgotten(event) && !written.containsKey(event))
        .distinct()
        .forEach(event -> planted.add(forgotten(event, List.of())));
    return planted;
  }

  /**
   * The records that brokers had acknowledged and have lost: where they were the topic has none, or
   * another.
   *
   * @param committed the source topic as its readers see it
   */
  static List<Planted> lost(List<SourceRecord> acknowledged, List<List<SourceRecord>> committed) {
    Set<String> standing = new HashSet<>();
    committed.forEach(partition -> partition.forEach(each -> standing.add(identified(each))));
    return acknowledged.stream()
        .filter(record -> !standing.contains(identified(record)))
        .map(record -> planted(LOST, EventId.of(record), LOST_AT_SOURCE, List.of(place(record))))
        .toList();
  }

  /** An event at its place. */
  private static String identified(SourceRecord record) {
    return place(record) + " " + EventId.of(record);
  }

  private static String place(SourceRecord record) {
    return "%s:%s@%s#0".formatted(SOURCE, record.partition(), record.offset());
  }

  private boolean isForgotten(EventId event) {
    MessageFault fault = strikes.on(event.source(), event.id());
    return fault != null && fault.kind() == FaultKind.FORGET;
  }

  private static Planted forgotten(EventId event, List<String> places) {
    return planted(FaultKind.FORGET.word(), event, LOST_AT_SOURCE, places);
  }

  /** All but the first. */
  private static Planted repeated(@Nullable FaultKind fault, EventId event, List<String> places) {
    return planted(
        fault == null ? "sent-again" : fault.word(),
        event,
        "DUPLICATED_AT_SOURCE",
        places.subList(Math.min(1, places.size()), places.size()));
  }

  private static Planted planted(String fault, EventId event, String finding, List<String> places) {
    List<String> shown = places.isEmpty() ? List.of(event.toString()) : places;
    return new Planted(
        fault,
        SOURCE,
        INGEST,
        event.toString(),
        shown.stream().map(place -> new Anomaly(finding, SOURCE, place)).toList());
  }

  private static List<String> unseen(List<String> places, List<String> seen) {
    Set<String> known = new HashSet<>(seen);
    return places.stream().filter(place -> !known.contains(place)).toList();
  }

  private static Map<EventId, List<String>> places(List<List<SourceRecord>> partitions) {
    Map<EventId, List<String>> places = new LinkedHashMap<>();
    for (List<SourceRecord> partition : partitions) {
      for (SourceRecord record : partition) {
        places.computeIfAbsent(EventId.of(record), event -> new ArrayList<>()).add(place(record));
      }
    }
    return places;
  }
}
