package io.streamproof.pipeline.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.operator.Emitter;
import io.streamproof.pipeline.operator.MemoryState;
import io.streamproof.pipeline.operator.Operator;
import io.streamproof.pipeline.operator.State;
import io.streamproof.pipeline.operator.UnprocessableException;
import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.UnreadableException;
import io.streamproof.pipeline.spec.Guarantee;
import io.streamproof.pipeline.spec.OperatorSpecification;
import io.streamproof.pipeline.spec.Pace;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SourceSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Nothing that a stage lets through is more than a topic, or its changelog, takes. */
class StageLimitsTests {
  private static final int MOST = Stage.MAX_VALUE_BYTES;

  private final Headers headers = new RecordHeaders();
  private final MemoryState state = new MemoryState();

  @Test
  void emitsAsMuchAsFits() {
    assertThat(failure((event, state, out) -> out.forward(), new byte[MOST - 1])).isNull();
  }

  @Test
  void countsTheKeyOfAnEmission() {
    assertThat(failure((event, state, out) -> out.forward(), new byte[MOST]))
        .hasMessageContaining("is over the limit of " + MOST);
  }

  @Test
  void countsTheHeadersThatAnEmissionInherits() {
    headers.add(HeaderNames.TRACESTATE, "a=b".getBytes(UTF_8));

    assertThat(failure((event, state, out) -> out.forward(), new byte[MOST - 1]))
        .hasMessageContaining("an emission of " + (MOST + 3) + " bytes");
  }

  @Test
  void refusesAnEmissionBeforeTimeBegins() {
    assertThat(failure((event, state, out) -> out.emit(null, -1, 1L), new byte[0]))
        .isInstanceOf(UnprocessableException.class)
        .hasMessageContaining("outside of the years 1970 to 9999");
  }

  @Test
  void refusesAnEmissionThatUtf8OrRfc3339CannotHold() {
    Instant late = Instant.parse("+10000-01-01T00:00:00Z");

    for (Object value : List.of("cut \ud83d", Map.of("\udc00", 1L), List.of(late))) {
      assertThat(failure((event, state, out) -> out.emit(value), new byte[0]))
          .isInstanceOf(UnreadableException.class);
      assertThat(failure((event, state, out) -> out.emit(null, 1, value), new byte[0]))
          .isInstanceOf(UnreadableException.class);
    }
  }

  @Test
  void putsADeadLetterWithinTheYearsOfTheContract() {
    for (long time : new long[] {Event.MAX_TIME + 1, 9_300_000_000_000_000L, Long.MAX_VALUE}) {
      OutputRecord letter =
          outputs((event, state, out) -> out.forward(), record(time, new byte[0])).get(0);

      assertThat(letter.failure()).hasMessageContaining("outside of the years 1970 to 9999");
      assertThat(letter.timestamp()).isEqualTo(Event.MAX_TIME);
    }
  }

  @Test
  void refusesAStateEntryThatNoChangelogTakes() {
    Keep keep = (event, state, out) -> state.put(new byte[1], new byte[MOST]);

    assertThat(failure(keep, new byte[0])).hasMessageContaining("state entry");
    assertThat(state.size()).isZero();
  }

  @Test
  void takesARecordWithoutTimestampAsOf1970() {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("p.source", 0, 0, new byte[0], new byte[0]);

    assertThat(record.timestamp()).isNegative();
    assertThat(SourceRecord.of(record).timestamp()).isZero();
  }

  private @Nullable RuntimeException failure(Keep operator, byte[] value) {
    return outputs(operator, record(1, value)).get(0).failure();
  }

  private List<OutputRecord> outputs(Keep operator, SourceRecord record) {
    OperatorSpecification own = new OperatorSpecification.Custom("own", Map.of());
    StageSpecification stage =
        new StageSpecification("s", "source", "s", own, null, null, 1, Guarantee.EXACTLY_ONCE);
    PipelineSpecification pipeline =
        new PipelineSpecification(
            "p", 1, Pace.DEFAULT, new SourceSpecification(null, null), List.of(stage), "00000000");
    return Stage.of(pipeline, stage, CustomOperators.of(Map.of("own", with -> operator)))
        .process(record, state);
  }

  private SourceRecord record(long time, byte[] value) {
    return new SourceRecord("p.source", 0, 0, time, new byte[1], value, headers);
  }

  /** A stateful operator in a line. */
  private interface Keep extends Operator {
    @Override
    default boolean stateful() {
      return true;
    }

    @Override
    void process(Event event, State state, Emitter emitter);
  }
}
