package io.streamproof.operator.stream;

import io.opentelemetry.context.Scope;
import io.streamproof.operator.trace.ProcessTrace;
import io.streamproof.pipeline.operator.NoState;
import io.streamproof.pipeline.operator.State;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Runs the stage on each record of one source partition, in order. What it throws is a fault of the
 * store or of the brokers, never of the record.
 */
final class StageProcessor implements Processor<byte[], byte[], byte[], OutputRecord> {
  private final Stage stage;
  private final Instruments instruments;
  private final InstantSource clock;

  @SuppressWarnings("NullAway.Init")
  private ProcessorContext<byte[], OutputRecord> context;

  private State state = NoState.INSTANCE;

  StageProcessor(Stage stage, Instruments instruments, InstantSource clock) {
    this.stage = stage;
    this.instruments = instruments;
    this.clock = clock;
  }

  @Override
  public void init(ProcessorContext<byte[], OutputRecord> taskContext) {
    context = taskContext;
    if (stage.stateful()) {
      state = new StoreState(taskContext.getStateStore(StageTopology.STORE));
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    long begin = System.nanoTime();
    SourceRecord source = source(record);
    try (ProcessTrace trace = instruments.trace().begin(source)) {
      List<OutputRecord> outputs = stage.process(source, state);
      if (!outputs.isEmpty()) {
        forward(outputs, trace);
      }
      instruments.counters().count(outputs, System.nanoTime() - begin);
    }
  }

  @SuppressWarnings("try") // a sending lasts while it is open
  private void forward(List<OutputRecord> outputs, ProcessTrace trace) {
    long now = micros(clock.instant());
    for (OutputRecord output : outputs) {
      if (output.deadLetter()) {
        trace.fail(output);
        instruments.deadLetters().add(output);
      }
      try (Scope sending = trace.send(output)) {
        context.forward(
            new Record<>(output.key(), output, output.timestamp(), output.headers(now)));
      }
    }
  }

  private SourceRecord source(Record<byte[], byte[]> record) {
    RecordMetadata position = context.recordMetadata().orElseThrow();
    return new SourceRecord(
        position.topic(),
        position.partition(),
        position.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  private static long micros(Instant now) {
    return TimeUnit.SECONDS.toMicros(now.getEpochSecond())
        + TimeUnit.NANOSECONDS.toMicros(now.getNano());
  }
}
