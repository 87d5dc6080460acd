package io.streamproof.verification.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StillnessTests {
  private final AtomicLong clockNanos = new AtomicLong();
  private final Stillness stillness = new Stillness(Duration.ofNanos(10), clockNanos::get);

  @Test
  void isReachedWhenNothingHasChangedForLongEnough() {
    assertThat(at(0, "a")).isFalse();
    assertThat(at(9, "a")).isFalse();
    assertThat(at(10, "a")).isTrue();
  }

  @Test
  void beginsAnewWithEveryChange() {
    at(0, "a");
    assertThat(at(9, "b")).isFalse();
    assertThat(at(18, "b")).isFalse();
    assertThat(at(19, "b")).isTrue();
  }

  private boolean at(long nanos, String observed) {
    clockNanos.set(nanos);
    return stillness.reached(observed);
  }
}
