package io.streamproof.audit.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimDeadlineTests {
  private final ClaimDeadline watch = new ClaimDeadline();

  @Test
  void expectsClaimsOfWhatWasReadSoLongAgo() {
    assertThat(see(0, 10)).isEmpty();
    assertThat(see(2, 20)).isEmpty();
    assertThat(see(29, 30)).isEmpty();
    assertThat(see(31, 40)).isEqualTo(Map.of(0, 10L));
    assertThat(see(31, 40)).as("and goes on to").isEqualTo(Map.of(0, 10L));
    assertThat(see(60, 50)).isEqualTo(Map.of(0, 30L));
  }

  private Map<Integer, Long> see(long seconds, long read) {
    return watch.see(Duration.ofSeconds(seconds).toNanos(), Map.of(0, read));
  }
}
