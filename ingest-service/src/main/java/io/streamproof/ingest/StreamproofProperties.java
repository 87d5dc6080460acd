package io.streamproof.ingest;

import io.streamproof.pipeline.fault.FaultSwitch;
import io.streamproof.pipeline.kafka.TopicSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings that all services of a pipeline share.
 *
 * @param pipelines a specification file, or a folder of them
 */
@ConfigurationProperties("streamproof")
record StreamproofProperties(
    @DefaultValue("") String pipelines, @DefaultValue Topics topics, @DefaultValue Faults faults) {

  /** Faults that are to be planted. */
  record Faults(@DefaultValue("false") boolean enabled, @Nullable String plan) {

    FaultSwitch asSwitch() {
      return new FaultSwitch(enabled, plan);
    }
  }

  /** How topics come to be; see {@link TopicSettings}. */
  record Topics(
      @DefaultValue("true") boolean create,
      @DefaultValue("-1") short replicationFactor,
      @DefaultValue Map<String, String> configs) {

    TopicSettings settings() {
      return new TopicSettings(create, replicationFactor, configs);
    }
  }
}
