package io.streamproof.audit.jdbc;

import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Cause;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.observation.SourceEvent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The index of events: where each stands in the source topic. An event that stands there already is
 * a duplicate, and found here, where both are known. Writers of one pipeline take turns, so that
 * two that come at once are seen as well. What was indexed on a day that is dropped is forgotten.
 */
final class WriteEvents {
  /** Advisory locks of this kind guard the index; the second key is the pipeline. */
  private static final int LOCK = 0x5350_4556;

  private final JdbcTemplate template;
  private final CopyEvents copy;
  private final EventDays days;
  private final WriteFindings findings;

  WriteEvents(JdbcTemplate template, EventDays days, boolean traces, WriteFindings findings) {
    this.template = template;
    this.copy = new CopyEvents(template, traces);
    this.days = days;
    this.findings = findings;
  }

  void add(List<SourceEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    LocalDate today = days.today();
    Map<Short, List<SourceEvent>> byPipeline = new HashMap<>();
    for (SourceEvent event : events) {
      byPipeline.computeIfAbsent(event.pipelineId(), id -> new ArrayList<>()).add(event);
    }
    byPipeline.forEach((pipelineId, own) -> add(pipelineId, today, own));
  }

  private void add(short pipelineId, LocalDate today, List<SourceEvent> events) {
    template.query("select pg_advisory_xact_lock(?, ?)", row -> {}, LOCK, (int) pipelineId);
    Map<UUID, Place> known = known(pipelineId, events);
    List<Finding> duplicates = new ArrayList<>();
    for (SourceEvent event : events) {
      Place first = known.putIfAbsent(event.event(), event.place());
      if (first != null) {
        duplicates.add(duplicate(event, first));
      }
    }
    copy.copy(today, events);
    findings.add(duplicates);
  }

  private Map<UUID, Place> known(short pipelineId, List<SourceEvent> events) {
    String topic = events.get(0).place().topic();
    Map<UUID, Place> known = new HashMap<>();
    template.query(
        """
        select e.event, e.partition, e."offset"
          from event_index e
         where e.pipeline_id = ? and e.event = any(?)
         order by e.day desc, e."offset" desc
        """,
        statement -> {
          statement.setShort(1, pipelineId);
          statement.setArray(
              2,
              statement
                  .getConnection()
                  .createArrayOf("uuid", events.stream().map(SourceEvent::event).toArray()));
        },
        row -> {
          known.put(row.getObject(1, UUID.class), new Place(topic, row.getInt(2), row.getLong(3)));
        });
    return known;
  }

  private static Finding duplicate(SourceEvent event, Place first) {
    Place here = event.place();
    return new Finding(
        event.pipelineId(),
        Finding.SOURCE,
        Kind.DUPLICATED_AT_SOURCE,
        here.toString(),
        new Cause(here.partition(), here.offset(), 0),
        here,
        event.key(),
        event.traceId(),
        event.timeMillis(),
        1,
        false,
        null,
        "event %s of %s stands at %s already".formatted(event.id(), event.source(), first),
        null,
        null);
  }
}
