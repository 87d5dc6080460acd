package io.streamproof.audit.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.monitor.StallLog.Stall;
import io.streamproof.pipeline.RandomTries;
import io.streamproof.pipeline.RandomValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stage may stand still for 10 s. */
class StallDetectorTests {
  private static final Stall AT_5 = new Stall("paid", 0, 5);

  private StallDetector watch = new StallDetector(PollFixture.PIPELINE);

  @Test
  void seesAStageThatStandsStillForSoLongWhileInputWaits() {
    assertThat(see(0, 5, 9)).isFalse();
    assertThat(see(9, 5, 9)).isFalse();
    assertThat(watch.see(look(10, 5, 12))).containsExactly(AT_5);
    assertThat(watch.see(look(20, 5, 12))).as("still the same").containsExactly(AT_5);
    assertThat(see(21, 6, 12)).as("it moves").isFalse();
  }

  @Test
  void countsFromWhenInputBeganToWait() {
    assertThat(see(0, 5, 4)).isFalse();
    assertThat(see(9, 5, 4)).isFalse();
    assertThat(see(12, 5, 5)).isFalse();
    assertThat(see(21, 5, 5)).isFalse();
    assertThat(see(22, 5, 5)).isTrue();
  }

  @Test
  void doesNotTakeTheMarkersBehindTheLastRecordForInput() {
    assertThat(see(0, 5, 4)).isFalse();
    PipelinePoll markers =
        new PollFixture().read(7, 4).committed(5).end(7).at(Duration.ofSeconds(11));
    assertThat(watch.see(markers)).isEmpty();
  }

  @Test
  void seesAStageThatHasNeverCommitted() {
    PollFixture never = new PollFixture().read(3, 2).end(3);
    assertThat(watch.see(never.at(Duration.ZERO))).isEmpty();
    assertThat(watch.see(never.at(Duration.ofSeconds(10))))
        .containsExactly(new Stall("paid", 0, 0));
  }

  @Test
  void blamesNobodyForATimeInWhichNobodyLooked() {
    see(0, 5, 9);
    see(9, 5, 9);
    assertThat(see(25, 5, 9)).as("the audit was halted").isFalse();
    assertThat(see(34, 5, 9)).isFalse();
    assertThat(see(35, 5, 9)).isTrue();
  }

  @Test
  void blamesNobodyForATimeInWhichLooksFailed() {
    see(0, 5, 9);
    see(8, 5, 9);
    watch.interrupt();
    assertThat(see(11, 5, 9)).isFalse();
    assertThat(see(21, 5, 9)).isTrue();
  }

  /** The rule again, over all that was seen instead of step by step. */
  @Test
  void seesWhatHasStoodStillInAllLooksOfSoLongATime() {
    RandomTries.run(1_000, values -> assertRule(history(values)));
  }

  private void assertRule(List<Step> history) {
    watch = new StallDetector(PollFixture.PIPELINE);
    List<Step> seen = new ArrayList<>();
    long now = 0;
    for (Step step : history) {
      now += step.seconds();
      seen.add(new Step(now, step.committed(), step.last()));
      assertThat(see(now, step.committed(), step.last()))
          .as("%s", seen)
          .isEqualTo(standsStill(seen));
    }
  }

  private static boolean standsStill(List<Step> seen) {
    Step now = seen.get(seen.size() - 1);
    long since = now.seconds();
    for (int i = seen.size() - 1; i >= 0; i--) {
      Step then = seen.get(i);
      if (since - then.seconds() > StallDetector.LONGEST_GAP.toSeconds()
          || then.committed() != now.committed()
          || then.committed() > then.last()) {
        break;
      }
      since = then.seconds();
    }
    return now.committed() <= now.last() && now.seconds() - since >= 10;
  }

  /**
   * A look.
   *
   * @param seconds since the one before
   * @param last the offset of the last record
   */
  record Step(long seconds, long committed, long last) {}

  private static List<Step> history(RandomValues values) {
    return values.list(
        1, 30, () -> new Step(values.number(1, 20), values.number(4, 6), values.number(4, 6)));
  }

  private boolean see(long seconds, long committed, long last) {
    return !watch.see(look(seconds, committed, last)).isEmpty();
  }

  private static PipelinePoll look(long seconds, long committed, long last) {
    return new PollFixture()
        .read(last + 1, last)
        .committed(committed)
        .end(last + 1)
        .at(Duration.ofSeconds(seconds));
  }
}
