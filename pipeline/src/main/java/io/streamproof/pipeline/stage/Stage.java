package io.streamproof.pipeline.stage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.operator.Emitter;
import io.streamproof.pipeline.operator.NoState;
import io.streamproof.pipeline.operator.Operator;
import io.streamproof.pipeline.operator.Operators;
import io.streamproof.pipeline.operator.State;
import io.streamproof.pipeline.operator.TentativeState;
import io.streamproof.pipeline.operator.UnprocessableException;
import io.streamproof.pipeline.record.Attributes;
import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.Partitioner;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.Utf8;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole behaviour of a stage, from a source record to the records it emits: operator, keys,
 * partitions, origins, attributes and dead letters. The operator host and the reference execution
 * run this same class; only the state beneath and the clock differ.
 */
public final class Stage {
  /** The largest emission: key, value and headers. More fails, and so becomes a dead letter. */
  public static final int MAX_VALUE_BYTES = 4 << 20;

  private static final byte[] JSON = "application/json".getBytes(US_ASCII);

  private final PipelineSpecification pipeline;
  private final StageSpecification specification;
  private final Operator operator;
  private final String outputTopic;
  private final String deadLetterTopic;
  private final boolean result;

  private Stage(
      PipelineSpecification pipeline, StageSpecification specification, Operator operator) {
    this.pipeline = pipeline;
    this.specification = specification;
    this.operator = operator;
    this.outputTopic = pipeline.outputTopic(specification);
    this.deadLetterTopic = pipeline.deadLetterTopic(specification);
    this.result = !pipeline.isRead(specification);
  }

  /**
   * Builds a stage of a pipeline.
   *
   * @throws IllegalArgumentException if the stage names a custom operator that is not at hand
   */
  public static Stage of(
      PipelineSpecification pipeline, StageSpecification stage, CustomOperators custom) {
    return new Stage(pipeline, stage, Operators.of(stage.operator(), custom));
  }

  public String name() {
    return specification.name();
  }

  public StageSpecification specification() {
    return specification;
  }

  public PipelineSpecification pipeline() {
    return pipeline;
  }

  public boolean stateful() {
    return operator.stateful();
  }

  /**
   * What the stage emits for a record: its emissions in order, or one dead letter.
   *
   * @throws RuntimeException only what the state beneath throws; an operator's failure is a dead
   *     letter
   */
  public List<OutputRecord> process(SourceRecord record, State state) {
    Emissions emissions = new Emissions(record);
    if (!operator.stateful()) {
      return emissions.of(NoState.INSTANCE);
    }
    TentativeState tentative = new TentativeState(state);
    List<OutputRecord> records = emissions.of(tentative);
    RuntimeException broken = tentative.failure();
    if (broken != null) {
      throw broken;
    }
    if (!emissions.failed) {
      tentative.accept();
    }
    return records;
  }

  private OutputRecord deadLetter(SourceRecord record, RuntimeException failure) {
    return new OutputRecord(
        origin(record, 0),
        deadLetterTopic,
        record.partition(),
        Math.min(record.timestamp(), Event.MAX_TIME),
        record.key(),
        record.value(),
        Attributes.of(record.headers()),
        record,
        failure);
  }

  private Origin origin(SourceRecord record, int index) {
    return new Origin(name(), record.partition(), record.offset(), index, pipeline.hash(), 0);
  }

  private final class Emissions implements Emitter {
    private final SourceRecord record;
    private final Event event;
    private final List<OutputRecord> records = new ArrayList<>(1);
    private boolean failed;
    private boolean keyKnown;
    private byte @Nullable [] key;

    Emissions(SourceRecord record) {
      this.record = record;
      this.event = Event.of(record, pipeline.name());
    }

    List<OutputRecord> of(State state) {
      try {
        operator.process(event, state, this);
        return records;
      } catch (RuntimeException e) {
        failed = true;
        return List.of(deadLetter(record, e));
      }
    }

    @Override
    public void forward() {
      add(ownKey(), event.time(), event.value());
    }

    @Override
    public void emit(Object data) {
      add(ownKey(), event.time(), JsonCodec.write(data));
    }

    @Override
    public void emit(byte @Nullable [] key, long time, Object data) {
      add(key, time, JsonCodec.write(data));
    }

    private byte @Nullable [] ownKey() {
      if (!keyKnown) {
        key = specification.key() == null ? event.key() : specification.key().key(event);
        keyKnown = true;
      }
      return key;
    }

    private void add(byte @Nullable [] key, long time, byte @Nullable [] value) {
      if (time < 0 || time > Event.MAX_TIME) {
        throw new UnprocessableException(
            "an emission outside of the years 1970 to 9999: " + time + " ms");
      }
      Origin origin = origin(record, records.size());
      OutputRecord emission =
          new OutputRecord(
              origin,
              outputTopic,
              Partitioner.partition(key, record.partition(), specification.partitions()),
              time,
              key,
              value,
              attributes(origin, time),
              record,
              null);
      if (emission.size() > MAX_VALUE_BYTES) {
        throw new UnprocessableException(
            "an emission of " + emission.size() + " bytes is over the limit of " + MAX_VALUE_BYTES);
      }
      records.add(emission);
    }

    private Attributes attributes(Origin origin, long time) {
      String type = specification.type() == null ? event.type() : specification.type();
      if (!result) {
        return Attributes.typeOnly(type);
      }
      return new Attributes(
          Utf8.encode(type),
          origin.id().getBytes(US_ASCII),
          origin.source(pipeline.name()).getBytes(US_ASCII),
          Instant.ofEpochMilli(time).toString().getBytes(US_ASCII),
          JSON);
    }
  }
}
