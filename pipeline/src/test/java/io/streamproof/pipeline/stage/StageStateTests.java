package io.streamproof.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.operator.Emitter;
import io.streamproof.pipeline.operator.MemoryState;
import io.streamproof.pipeline.operator.Operator;
import io.streamproof.pipeline.operator.State;
import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.Guarantee;
import io.streamproof.pipeline.spec.OperatorSpecification;
import io.streamproof.pipeline.spec.Pace;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SourceSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A broken store is no fault of the event's, and a failed event leaves no trace in the store. */
class StageStateTests {
  private static final byte[] ENTRY = {1};
  private static final SourceRecord RECORD =
      new SourceRecord("p.source", 0, 0, 1, null, ENTRY, new RecordHeaders());

  @Test
  void keepsWhatAnOperatorHasPut() {
    MemoryState state = new MemoryState();

    stage(true, (kept, out) -> kept.put(ENTRY, ENTRY)).process(RECORD, state);

    assertThat(state.get(ENTRY)).isEqualTo(ENTRY);
  }

  @Test
  void dropsWhatAFailedOperatorHasPut() {
    MemoryState state = new MemoryState();
    Stage stage =
        stage(
            true,
            (kept, out) -> {
              kept.put(ENTRY, ENTRY);
              throw new IllegalStateException("no");
            });

    assertThat(stage.process(RECORD, state)).allMatch(OutputRecord::deadLetter);
    assertThat(state.size()).isZero();
  }

  @Test
  void throwsWhereTheStoreFailsToRead() {
    Stage stage = stage(true, (kept, out) -> kept.get(ENTRY));

    assertThatThrownBy(() -> stage.process(RECORD, new Broken())).hasMessage("broken");
  }

  @Test
  void throwsWhereTheStoreFailsToWrite() {
    Stage stage = stage(true, (kept, out) -> kept.put(ENTRY, ENTRY));

    assertThatThrownBy(() -> stage.process(RECORD, new Broken())).hasMessage("broken");
  }

  @Test
  void failsAnOperatorThatUsesStateButSaysThatItKeepsNone() {
    List<OutputRecord> outputs =
        stage(false, (kept, out) -> kept.put(ENTRY, ENTRY)).process(RECORD, new MemoryState());

    assertThat(outputs).singleElement().matches(OutputRecord::deadLetter);
  }

  private static Stage stage(boolean stateful, BiConsumer<State, Emitter> does) {
    Operator operator =
        new Operator() {
          @Override
          public boolean stateful() {
            return stateful;
          }

          @Override
          public void process(Event event, State state, Emitter emitter) {
            does.accept(state, emitter);
          }
        };
    OperatorSpecification own = new OperatorSpecification.Custom("own", Map.of());
    StageSpecification stage =
        new StageSpecification("s", "source", "s", own, null, null, 1, Guarantee.EXACTLY_ONCE);
    PipelineSpecification pipeline =
        new PipelineSpecification(
            "p", 1, Pace.DEFAULT, new SourceSpecification(null, null), List.of(stage), "00000000");
    return Stage.of(pipeline, stage, CustomOperators.of(Map.of("own", with -> operator)));
  }

  /** A store that has failed. */
  private static final class Broken implements State {
    @Override
    public byte @Nullable [] get(byte[] key) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void put(byte[] key, byte[] value) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void delete(byte[] key) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void scan(byte[] from, byte[] to, BiConsumer<byte[], byte[]> visitor) {
      throw new IllegalStateException("broken");
    }
  }
}
