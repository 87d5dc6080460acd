package io.streamproof.operator;

import io.streamproof.operator.stream.StreamSettings;
import io.streamproof.pipeline.fault.FaultSwitch;
import io.streamproof.pipeline.kafka.TopicSettings;
import io.streamproof.pipeline.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The service's configuration; README.md says what each means. Paths are text: bound as paths, they
 * would be looked up on the class path first, and none could begin with {@code ..}.
 *
 * @param pipelines a specification file, or a folder of them
 * @param stage what this process runs: {@code <pipeline>/<stage>}, several of them separated by
 *     commas, or {@code <pipeline>/*}
 * @param threads of each stage; 0: one per source partition, up to the stage's share of the cores
 */
@ConfigurationProperties("streamproof")
record OperatorProperties(
    @Nullable String pipelines,
    @Nullable String stage,
    @DefaultValue Topics topics,
    @Nullable String stateDir,
    @DefaultValue("100ms") Duration commitInterval,
    @DefaultValue("0") int threads,
    @DefaultValue("0") int standbyReplicas,
    @DefaultValue("10s") Duration sessionTimeout,
    @Nullable String instanceId,
    @DefaultValue("60s") Duration startupTimeout,
    @DefaultValue("20s") Duration shutdownTimeout,
    @DefaultValue Faults faults) {

  OperatorProperties {
    require(commitInterval.toMillis() >= 1, "commit-interval must be at least 1 ms");
    require(threads >= 0, "threads must not be negative");
    require(standbyReplicas >= 0, "standby-replicas must not be negative");
    require(sessionTimeout.toMillis() >= 100, "session-timeout must be at least 100 ms");
    require(!startupTimeout.isNegative(), "startup-timeout must not be negative");
    require(!shutdownTimeout.isNegative(), "shutdown-timeout must not be negative");
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

  /**
   * Faults that are to be planted.
   *
   * @param marks the folder that remembers which crashes have happened; null: that of state stores
   */
  record Faults(
      @DefaultValue("false") boolean enabled, @Nullable String plan, @Nullable String marks) {

    FaultSwitch asSwitch() {
      return new FaultSwitch(enabled, plan);
    }
  }

  /**
   * The settings of a stage.
   *
   * @param stages how many stages the process runs
   */
  StreamSettings streamSettings(Stage stage, int stages) {
    int sourcePartitions =
        stage.pipeline().partitionsOf(stage.pipeline().sourceTopic(stage.specification()));
    int share = Math.max(1, Runtime.getRuntime().availableProcessors() / stages);
    return new StreamSettings(
        commitInterval,
        Math.min(sourcePartitions, threads == 0 ? share : threads),
        standbyReplicas,
        sessionTimeout,
        instanceId == null || instanceId.isBlank() ? null : instanceId,
        topics.replicationFactor());
  }

  Path stateBase() {
    return stateDir == null
        ? Path.of(System.getProperty("java.io.tmpdir"), "streamproof")
        : Path.of(stateDir);
  }

  Path marks() {
    return faults.marks() == null ? stateBase() : Path.of(faults.marks());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("streamproof." + otherwise);
    }
  }
}
