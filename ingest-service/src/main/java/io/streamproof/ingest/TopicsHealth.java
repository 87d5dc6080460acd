package io.streamproof.ingest;

import io.streamproof.ingest.source.Pipelines;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while every pipeline takes events; it asks nobody, so it answers at once. */
@Component("topics")
final class TopicsHealth implements HealthIndicator {
  private final Pipelines pipelines;
  private final PlantedFaults faults;

  TopicsHealth(Pipelines pipelines, PlantedFaults faults) {
    this.pipelines = pipelines;
    this.faults = faults;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    pipelines
        .all()
        .forEach(
            pipeline -> {
              String reason = pipeline.gate().reason();
              if (reason != null) {
                health.down().withDetail(pipeline.specification().name(), reason);
              }
            });
    if (faults.told() != null) {
      health.withDetail("faults", faults.told());
    }
    return health.build();
  }
}
