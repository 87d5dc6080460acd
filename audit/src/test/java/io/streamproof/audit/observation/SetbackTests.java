package io.streamproof.audit.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SetbackTests {
  private static final long NOW = Duration.ofHours(1).toNanos();

  @Test
  void isTriedAgainAfterPausesThatDoubleUpToAHalfMinute() {
    Setback setback = Setback.after(null, NOW);
    for (long pause : new long[] {200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 25_600}) {
      assertThat(setback.retryAtNanos() - NOW).isEqualTo(Duration.ofMillis(pause).toNanos());
      setback = Setback.after(setback, NOW);
    }
  }

  @Test
  void isSeriousOnceItComesAgain() {
    Setback first = Setback.after(null, NOW);
    assertThat(first.isSerious()).isFalse();
    assertThat(Setback.after(first, NOW).isSerious()).isTrue();
  }

  @Test
  void isDueAfterItsPauseAndOverFiveSecondsLater() {
    Setback setback = Setback.after(null, NOW);
    long retry = NOW + Duration.ofMillis(200).toNanos();
    assertThat(setback.isDue(retry - 1)).isFalse();
    assertThat(setback.isDue(retry)).isTrue();
    long over = retry + Duration.ofSeconds(5).toNanos();
    assertThat(setback.isOver(over - 1)).isFalse();
    assertThat(setback.isOver(over)).isTrue();
  }
}
