package io.streamproof.simulation.actor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.simulation.schedule.SeededRandom;
import io.streamproof.simulation.schedule.StepTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Writes what a stage emits, now and then wrongly. */
final class EmissionWriter {
  private static final List<EmissionFault> FAULTS = List.of(EmissionFault.values());
  private static final long EMITTED_AT = 1;

  private final AuditedStage stage;
  private final StepTrace trace;
  private final Consumer<SourceRecord> log;
  private final List<SourceRecord> heldBack = new ArrayList<>();

  /** Writes by {@code log}. */
  EmissionWriter(AuditedStage stage, StepTrace trace, Consumer<SourceRecord> log) {
    this.stage = stage;
    this.trace = trace;
    this.log = log;
  }

  /**
   * Writes an emission.
   *
   * @param faultRate of so many one is wrong; 0: none
   */
  void write(OutputRecord output, SeededRandom random, int faultRate) {
    SourceRecord right = record(output, output.headers(EMITTED_AT));
    if (!random.oneIn(faultRate)) {
      log.accept(right);
      release();
      return;
    }
    EmissionFault fault = random.pick(FAULTS);
    trace.note("%s emits %s wrongly: %s", stage.name(), output.origin().id(), fault);
    wrong(output, right, fault);
  }

  private void wrong(OutputRecord output, SourceRecord right, EmissionFault fault) {
    switch (fault) {
      case DROPPED -> {}
      case REPEATED -> {
        log.accept(right);
        log.accept(right);
      }
      case REPEATED_ALTERED -> {
        log.accept(right);
        log.accept(altered(right));
      }
      case ALTERED -> log.accept(altered(right));
      case MISROUTED -> log.accept(elsewhere(right));
      case HELD_BACK -> heldBack.add(right);
      case INVENTED -> {
        log.accept(right);
        log.accept(invented(output, right));
      }
      case WITHOUT_ORIGIN -> {
        log.accept(right);
        log.accept(with(right, HeaderNames.ORIGIN, null));
      }
      case UNTRACED -> log.accept(with(right, HeaderNames.TRACEPARENT, null));
    }
  }

  /** Writes what was held back, behind what came after it. */
  void release() {
    heldBack.forEach(log);
    heldBack.clear();
  }

  private static SourceRecord record(OutputRecord output, Headers headers) {
    return new SourceRecord(
        output.topic(),
        output.partition(),
        -1,
        output.timestamp(),
        output.key(),
        output.value(),
        headers);
  }

  private static SourceRecord altered(SourceRecord record) {
    return new SourceRecord(
        record.topic(),
        record.partition(),
        -1,
        record.timestamp(),
        record.key(),
        "{\"n\":-1}".getBytes(UTF_8),
        record.headers());
  }

  private SourceRecord elsewhere(SourceRecord record) {
    int partitions = stage.pipeline().partitionsOf(record.topic());
    return new SourceRecord(
        record.topic(),
        (record.partition() + 1) % partitions,
        -1,
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  private static SourceRecord invented(OutputRecord output, SourceRecord right) {
    Origin origin = output.origin();
    return with(
        right,
        HeaderNames.ORIGIN,
        new Origin(
                origin.stage(),
                origin.partition(),
                origin.offset(),
                origin.index() + 7,
                origin.specification(),
                EMITTED_AT)
            .toBytes());
  }

  /** The same record with another header; null: without it. */
  private static SourceRecord with(SourceRecord record, String header, byte @Nullable [] value) {
    Headers headers = new RecordHeaders(record.headers().toArray());
    headers.remove(header);
    if (value != null) {
      headers.add(header, value);
    }
    return new SourceRecord(
        record.topic(),
        record.partition(),
        -1,
        record.timestamp(),
        record.key(),
        record.value(),
        headers);
  }
}
