package io.streamproof.audit.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether something that must happen over and over still does. */
final class Heartbeat implements HealthIndicator {
  private final Duration longest;
  private volatile @Nullable Long last;

  Heartbeat(Duration longest) {
    this.longest = longest;
  }

  void beat() {
    last = System.nanoTime();
  }

  @Override
  public Health health() {
    Long beat = last;
    if (beat == null) {
      return Health.down().withDetail("last", "never").build();
    }
    Duration since = Duration.ofNanos(System.nanoTime() - beat);
    Health.Builder health = since.compareTo(longest) <= 0 ? Health.up() : Health.down();
    return health.withDetail("secondsSince", since.toSeconds()).build();
  }
}
