package io.streamproof.pipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.StageRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deduplicate: what it drops, and when it forgets. */
class DeduplicateTests {
  private final StageRun run = StageRun.of("deduplicate: {within: 1s}");

  @Test
  void dropsWhatItHasSeenWithinItsSpan() {
    assertThat(give("a", 5_000)).containsExactly("1");
    assertThat(give("b", 5_000)).containsExactly("1");
    assertThat(give("a", 5_000)).isEmpty();
    assertThat(give("a", 6_000)).as("within, later").isEmpty();
    assertThat(give("a", 4_000)).as("within, earlier").isEmpty();
    assertThat(give("a", 6_001)).as("outside").containsExactly("1");
    assertThat(give("a", 7_000)).as("within of the second").isEmpty();
  }

  @Test
  void forgetsWhatHasGoneOutOfItsSpan() {
    for (int i = 0; i < 1_000; i++) {
      give("id" + i, i * 100L);
    }

    assertThat(run.stage().stateSize()).isLessThanOrEqualTo(2 * 13);
  }

  @Test
  void keepsWhatIsStillWithinItsSpanWhenItForgets() {
    give("a", 1_000);
    for (int time = 1_000; time <= 2_000; time += 10) {
      give("t" + time, time);
    }

    assertThat(give("a", 2_000)).isEmpty();
  }

  @Test
  void tellsIdsOfDifferentShapesApart() {
    assertThat(give("", 0)).containsExactly("1");
    assertThat(give("\n", 0)).containsExactly("1");
    assertThat(give("\n", 0)).isEmpty();
  }

  private List<String> give(String id, long time) {
    return run.give("k", time, "event", id, "1").stream().map(StageRun::text).toList();
  }
}
