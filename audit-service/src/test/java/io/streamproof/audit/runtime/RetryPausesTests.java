package io.streamproof.audit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPausesTests {
  private final RetryPauses pauses = new RetryPauses();

  @Test
  void growWithEachFailureUpToALimit() {
    assertThat(pauses.afterFailure()).isEqualTo(Duration.ofSeconds(1));
    assertThat(pauses.afterFailure()).isEqualTo(Duration.ofSeconds(2));
    for (int i = 0; i < 10; i++) {
      pauses.afterFailure();
    }
    assertThat(pauses.afterFailure()).isEqualTo(RetryPauses.LONGEST);
  }

  @Test
  void beginAnewAfterASuccess() {
    pauses.afterFailure();
    pauses.afterFailure();
    assertThat(pauses.after(0)).isEqualTo(RetryPauses.SHORTEST);
    assertThat(pauses.after(3)).isZero();
    assertThat(pauses.afterFailure()).isEqualTo(RetryPauses.SHORTEST);
  }
}
