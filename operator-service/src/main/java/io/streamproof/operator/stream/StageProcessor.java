package io.streamproof.operator.stream;

import io.opentelemetry.context.Scope;
import io.streamproof.operator.trace.ProcessTrace;
import io.streamproof.pipeline.operator.NoState;
import io.streamproof.pipeline.operator.State;
import io.streamproof.pipeline.record.EpochMicros;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Runs the stage on each record of one source partition, in order. What it throws is a fault of the
 * store or of the brokers, never of the record.
 */
final class StageProcessor implements Processor<byte[], byte[], byte[], OutputRecord>, Hop {
  private final Stage stage;
  private final Instruments instruments;
  private final InstantSource clock;
  private final Passage.Gate gate;

  @SuppressWarnings("NullAway.Init")
  private ProcessorContext<byte[], OutputRecord> context;

  @SuppressWarnings("NullAway.Init")
  private Passage passage;

  private State state = NoState.INSTANCE;

  StageProcessor(Stage stage, Instruments instruments, InstantSource clock, Passage.Gate gate) {
    this.stage = stage;
    this.instruments = instruments;
    this.clock = clock;
    this.gate = gate;
  }

  @Override
  public void init(ProcessorContext<byte[], OutputRecord> taskContext) {
    context = taskContext;
    if (stage.stateful()) {
      state = new StoreState(taskContext.getStateStore(StageTopology.STORE));
    }
    passage = gate.open(this, taskContext);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    passage.take(source(record));
  }

  @Override
  public void pass(SourceRecord record, Outlet outlet) {
    long begin = System.nanoTime();
    try (ProcessTrace trace = instruments.trace().begin(record)) {
      List<OutputRecord> outputs = stage.process(record, state);
      if (!outputs.isEmpty() && outputs.get(0).deadLetter()) {
        trace.fail(outputs.get(0));
        instruments.deadLetters().add(outputs.get(0));
      }
      outlet.send(outputs, new TracedSending(trace));
      instruments.counters().count(outputs, System.nanoTime() - begin);
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

  private final class TracedSending implements Sending {
    private final ProcessTrace trace;
    private long sendingMicros;

    TracedSending(ProcessTrace trace) {
      this.trace = trace;
    }

    @Override
    @SuppressWarnings("try") // a sending lasts while it is open
    public void send(OutputRecord output, Headers headers) {
      try (Scope sending = trace.send(output)) {
        context.forward(new Record<>(output.key(), output, output.timestamp(), headers));
      }
    }

    @Override
    public Headers headers(OutputRecord output) {
      if (sendingMicros == 0) {
        sendingMicros = EpochMicros.of(clock.instant());
      }
      return output.headers(sendingMicros);
    }
  }
}
