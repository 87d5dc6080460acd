package io.streamproof.audit.tracing;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.lineage.EmissionLocator;
import io.streamproof.audit.lineage.LineageRepository;
import io.streamproof.audit.log.OutOfReachException;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.Traces;
import io.streamproof.pipeline.trace.Failure;
import io.streamproof.pipeline.trace.MessageSpan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message, from one record on through all that follows from it within its trace.
 * Only hops that are settled are described, since what follows from them no longer changes.
 */
final class MessagePath {
  /** Records of a message that are described: a fan-out can be of any width. */
  static final int MOST_RECORDS = 100;

  private final AuditedPipeline pipeline;
  private final EmissionLocator locator;
  private final LineageRepository repository;
  private final MessageSpans spans;
  private final SendTimes times;
  private final Set<RecordPlace> urgent;
  private final Deque<SourceRecord> waiting = new ArrayDeque<>();
  private final List<RebuiltSpan> described = new ArrayList<>();
  private final Map<String, Long> at = new HashMap<>();
  private boolean settled = true;

  /** A record at a stage that has dealt with it. */
  private record ProcessedHop(AuditedStage stage, List<SourceRecord> emissions) {
    /** When it was dealt with; unknown where nothing was emitted. */
    OptionalLong at() {
      return emissions.stream()
          .map(SourceRecord::origin)
          .filter(Objects::nonNull)
          .mapToLong(Origin::emittedAtMicros)
          .min();
    }

    @Nullable Failure failure() {
      return emissions.stream().map(Failure::of).filter(Objects::nonNull).findFirst().orElse(null);
    }
  }

  /**
   * Begins.
   *
   * @param urgent where the records are that come first, so that the limit never cuts them off
   */
  MessagePath(
      AuditedPipeline pipeline,
      EmissionLocator locator,
      LineageRepository repository,
      MessageSpans spans,
      SendTimes times,
      Set<RecordPlace> urgent) {
    this.pipeline = pipeline;
    this.locator = locator;
    this.repository = repository;
    this.spans = spans;
    this.times = times;
    this.urgent = urgent;
  }

  /** Describes a record and what follows from it: the spans that no service has exported. */
  List<RebuiltSpan> describe(SourceRecord root) {
    String traceId = Traces.of(root).traceId();
    waiting.add(root);
    for (int records = 0; records < MOST_RECORDS && !waiting.isEmpty(); records++) {
      describe(waiting.removeFirst(), traceId);
    }
    return List.copyOf(described);
  }

  /** Whether all that was described is settled; else more will follow. */
  boolean isSettled() {
    return settled;
  }

  /** When a span of it was, also one that its service has exported; else when it was known. */
  long time(String spanId) {
    return at.getOrDefault(spanId, times.latest());
  }

  private void describe(SourceRecord record, String traceId) {
    List<ProcessedHop> hops = hops(record);
    long sentAt =
        times.sentAt(
            record, hops.stream().map(ProcessedHop::at).flatMapToLong(OptionalLong::stream).min());
    add(spans.send(record), spans.sender(record), sentAt);
    for (ProcessedHop hop : hops) {
      spans.learn(hop.emissions());
      add(
          spans.process(hop.stage(), record, hop.failure()),
          ServiceNames.operator(hop.stage()),
          hop.at().orElse(sentAt));
      hop.emissions().stream()
          .filter(emission -> Traces.of(emission).traceId().equals(traceId))
          .forEach(this::await);
    }
  }

  private void await(SourceRecord emission) {
    if (urgent.contains(RecordPlace.of(emission))) {
      waiting.addFirst(emission);
    } else {
      waiting.addLast(emission);
    }
  }

  /** What is settled is looked up first: all that it covers is in the topics by then. */
  private List<ProcessedHop> hops(SourceRecord record) {
    List<ProcessedHop> hops = new ArrayList<>();
    for (AuditedStage stage : pipeline.role(record.topic()).readers()) {
      if (record.offset() < repository.settledThrough(stage, record.partition())) {
        hops.add(new ProcessedHop(stage, emissions(stage, record)));
      } else {
        settled = false;
      }
    }
    return hops;
  }

  /** What is too far away is left out; the span of the finding is there all the same. */
  private List<SourceRecord> emissions(AuditedStage stage, SourceRecord record) {
    try {
      return locator.emissions(stage, record);
    } catch (OutOfReachException e) {
      return List.of();
    }
  }

  private void add(MessageSpan span, String service, long atMicros) {
    at.put(span.trace().spanId(), atMicros);
    if (!span.trace().sampled()) {
      described.add(RebuiltSpan.of(span, service, atMicros));
    }
  }
}
