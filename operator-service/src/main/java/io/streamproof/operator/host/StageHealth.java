package io.streamproof.operator.host;

import io.streamproof.pipeline.stage.Stage;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams.State;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether the stage processes: its state is restored, and its brokers answer. */
public final class StageHealth extends AbstractHealthIndicator {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

  private final Stage stage;
  private final StreamsWatch watch;
  private final Brokers brokers;
  private final @Nullable String faults;

  /**
   * The health of a stage.
   *
   * @param faults what is planted in its host; null: nothing
   */
  public StageHealth(Stage stage, StreamsWatch watch, Brokers brokers, @Nullable String faults) {
    super("the brokers do not answer");
    this.stage = stage;
    this.watch = watch;
    this.brokers = brokers;
    this.faults = faults;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) throws InterruptedException {
    State state = watch.state();
    health
        .withDetail("pipeline", stage.pipeline().name())
        .withDetail("stage", stage.name())
        .withDetail("specification", stage.pipeline().hash())
        .withDetail("state", state);
    if (faults != null) {
      health.withDetail("faults", faults);
    }
    if (state == State.RUNNING) {
      health.up().withDetail("cluster", brokers.cluster(ANSWER_TIMEOUT));
    } else {
      health.outOfService();
    }
  }
}
