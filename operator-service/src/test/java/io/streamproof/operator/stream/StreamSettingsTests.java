package io.streamproof.operator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.stage.Stage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may say what: defaults, the user, correctness. */
class StreamSettingsTests {
  private static final StreamSettings SETTINGS =
      new StreamSettings(Duration.ofMillis(250), 2, 1, Duration.ofSeconds(6), "one", 3);

  @Test
  void letsTheUserTune() {
    assertThat(settings("exactly-once", Map.of("producer.linger.ms", "7")))
        .containsEntry("producer.linger.ms", "7")
        .containsEntry("producer.compression.type", "lz4");
  }

  @Test
  void doesNotLetTheUserBreakTheProof() {
    Map<String, Object> broken =
        Map.of(
            "processing.guarantee", "at_least_once",
            "application.id", "other",
            "statestore.cache.max.bytes", "10000000",
            "consumer.isolation.level", "read_uncommitted");

    assertThat(settings("exactly-once", broken))
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("application.id", "p-s")
        .containsEntry("statestore.cache.max.bytes", 0)
        .containsEntry("consumer.isolation.level", "read_committed");
  }

  @Test
  void givesAnAtLeastOnceStageItsGuaranteeAndStillReadsOnlyCommittedRecords() {
    assertThat(settings("at-least-once", Map.of()))
        .containsEntry("processing.guarantee", "at_least_once")
        .containsEntry("consumer.isolation.level", "read_committed");
  }

  @Test
  void carriesTheServicesOwnSettingsOver() {
    assertThat(settings("exactly-once", Map.of()))
        .containsEntry("commit.interval.ms", 250)
        .containsEntry("num.stream.threads", 2)
        .containsEntry("num.standby.replicas", 1)
        .containsEntry("replication.factor", 3)
        .containsEntry("consumer.session.timeout.ms", 6_000)
        .containsEntry("consumer.group.instance.id", "one");
  }

  private static Map<String, Object> settings(String guarantee, Map<String, Object> configured) {
    PipelineSpecification pipeline =
        SpecificationReader.parse(
            "p.yml",
            "name: p\nguarantee: " + guarantee + "\nstages:\n  - {name: s, filter: 'true'}\n",
            null);
    Stage stage = Stage.of(pipeline, pipeline.stages().get(0), CustomOperators.NONE);
    return SETTINGS.over(configured, stage);
  }
}
