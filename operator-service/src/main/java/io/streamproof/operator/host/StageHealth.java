package io.streamproof.operator.host;

import java.time.Duration;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether every stage processes: its state is restored, and the brokers answer. */
public final class StageHealth extends AbstractHealthIndicator {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

  private final StageHosts hosts;
  private final Brokers brokers;

  public StageHealth(StageHosts hosts, Brokers brokers) {
    super("the brokers do not answer");
    this.hosts = hosts;
    this.brokers = brokers;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) throws InterruptedException {
    health.withDetail("stages", hosts.all().stream().map(StageHost::status).toList());
    if (hosts.all().stream().allMatch(StageHost::isRunning)) {
      health.up().withDetail("cluster", brokers.cluster(ANSWER_TIMEOUT));
    } else {
      health.outOfService();
    }
  }
}
