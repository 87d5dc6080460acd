package io.streamproof.audit.runtime;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.report.InstanceStates;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * What keeps pipelines from being read or proven. The service is no less ready for it: the others
 * are judged, and a new start would help none.
 */
final class PipelineHealth implements HealthIndicator {
  private final List<AuditedPipeline> pipelines;
  private final InstanceStates states;

  PipelineHealth(List<AuditedPipeline> pipelines, InstanceStates states) {
    this.pipelines = List.copyOf(pipelines);
    this.states = states;
  }

  @Override
  public Health health() {
    Map<String, List<String>> found = new TreeMap<>();
    for (AuditedPipeline pipeline : pipelines) {
      List<String> own = states.troubles(pipeline.name());
      if (!own.isEmpty()) {
        found.put(pipeline.name(), own);
      }
    }
    return found.isEmpty()
        ? Health.up().build()
        : Health.unknown().withDetail("troubles", found).build();
  }
}
