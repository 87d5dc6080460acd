package io.streamproof.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.operator.support.CustomOperatorJar;
import io.streamproof.operator.support.Log;
import io.streamproof.operator.support.RunningStage;
import io.streamproof.operator.support.StageProcess;
import io.streamproof.pipeline.record.SourceRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as its orchestrator sees it: what it answers, and with what it ends. */
class ProcessIT {
  @TempDir private Path folder;

  @Test
  void refusesATopicOfAnotherNumberOfPartitions() {
    Log.create("uneven.source", 3);
    Path specification =
        RunningStage.specification(
            folder, "name: uneven\npartitions: 2\nstages:\n  - {name: all, filter: 'true'}\n");

    try (StageProcess process = StageProcess.start(folder, specification, "uneven/all", Map.of())) {
      assertThat(process.exit()).as(process.output()).isEqualTo(2);
      assertThat(process.output())
          .contains("topic uneven.source has 3 partitions, where the specification says 2")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void endsWithAllOfItsStagesIfOneOfThemCannotRun() {
    Log.create("mixed.second", 3);
    Path specification =
        RunningStage.specification(
            folder,
            """
            name: mixed
            stages:
              - {name: first, filter: 'true'}
              - {name: second, filter: 'true'}
            """);

    try (StageProcess process = StageProcess.start(folder, specification, "mixed/*", Map.of())) {
      assertThat(process.exit()).as(process.output()).isEqualTo(2);
      assertThat(process.output())
          .contains("Stage mixed-second cannot run", "topic mixed.second has 3 partitions")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void refusesAStageThatIsNotThere() {
    Path specification =
        RunningStage.specification(folder, "name: p\nstages:\n  - {name: all, filter: 'true'}\n");

    try (StageProcess process = StageProcess.start(folder, specification, "p/al", Map.of())) {
      assertThat(process.exit()).as(process.output()).isEqualTo(2);
      assertThat(process.output())
          .contains("There is no stage \"p/al\".", "one of: p/all")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void waitsForItsBrokersAliveThenGivesUp() {
    Path specification =
        RunningStage.specification(folder, "name: p\nstages:\n  - {name: all, filter: 'true'}\n");
    Map<String, String> environment =
        Map.of(
            "SPRING_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1", "STREAMPROOF_STARTUP_TIMEOUT", "8s");

    try (StageProcess process = StageProcess.start(folder, specification, "p/all", environment)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> process.status("/actuator/health/liveness") == 200);
      assertThat(process.ready()).isFalse();
      assertThat(process.exit()).as(process.output()).isEqualTo(1);
      assertThat(process.output())
          .contains("they are looked for at 127.0.0.1:1", "Stage p-all gives up on its brokers")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void runsACustomOperatorFromAJarBesideIt() throws IOException {
    Path jar = CustomOperatorJar.build(folder);
    Path specification =
        RunningStage.specification(
            folder,
            """
            name: custom
            stages:
              - {name: shout, custom: shout, with: {suffix: '!'}}
            """);
    Log.create("custom.source", 1);
    Log.write(
        List.of(
            new ProducerRecord<>("custom.source", "k".getBytes(UTF_8), "\"é\"".getBytes(UTF_8))));

    try (StageProcess process =
        StageProcess.start(
            folder, specification, "custom/shout", Map.of("LOADER_PATH", jar.toString()))) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () ->
                  !process.alive() || (process.ready() && !Log.read("custom.shout", 1).isEmpty()));
      assertThat(process.alive()).as(process.output()).isTrue();
      assertThat(Log.read("custom.shout", 1))
          .extracting(SourceRecord::value)
          .containsExactly("\"É!\"".getBytes(UTF_8));
    }
  }
}
