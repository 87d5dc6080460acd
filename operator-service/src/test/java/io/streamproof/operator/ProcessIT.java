package io.streamproof.operator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.operator.support.CustomOperatorJar;
import io.streamproof.operator.support.Log;
import io.streamproof.operator.support.RunningStage;
import io.streamproof.operator.support.StageProcess;
import io.streamproof.pipeline.kafka.Broker;
import io.streamproof.pipeline.record.SourceRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The process as its orchestrator sees it: what it answers, and with what it ends. */
@Execution(ExecutionMode.CONCURRENT)
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
  void refusesTopicsWhoseSettingsWouldStopItOrSpoilItsResults() throws Exception {
    Path specification =
        RunningStage.specification(
            folder, "name: small\nstages:\n  - {name: all, filter: 'true'}\n");
    try (Admin admin = Log.admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("small.source", 1, (short) 1)
                      .configs(Map.of("cleanup.policy", "compact")),
                  new NewTopic("small.all", 1, (short) 1)))
          .all()
          .get();
    }

    try (StageProcess process = StageProcess.start(folder, specification, "small/all", Map.of())) {
      assertThat(process.exit()).as(process.output()).isEqualTo(2);
      assertThat(process.output())
          .contains(
              "topic small.source has cleanup.policy=compact, which must be delete",
              "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name small.source --add-config cleanup.policy=delete\n"
                  .formatted(Broker.address()),
              "topic small.all has max.message.bytes=1048588, which must be at least 6291456",
              "--entity-name small.all --add-config max.message.bytes=6291456\n",
              "topic small.all has message.timestamp.after.max.ms=3600000",
              "Nothing was started.")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void stopsAtABatchThatItCannotDecodeAndSaysWhereItIs() throws Exception {
    Path specification =
        RunningStage.specification(
            folder, "name: damaged\nstages:\n  - {name: all, filter: 'true'}\n");
    Log.create("damaged.source", 1);
    Log.write(List.of(record("damaged.source", "{}"), record("damaged.source", "{\"damaged\":1}")));
    damage("damaged.source", "damaged\":1");

    try (StageProcess process =
        StageProcess.start(folder, specification, "damaged/all", Map.of())) {
      assertThat(process.exit()).as(process.output()).isEqualTo(2);
      assertThat(process.output())
          .contains(
              "Stage damaged-all cannot run: damaged.source-0 cannot be read at offset ",
              "--group damaged-all --topic damaged.source:0 --reset-offsets --to-offset");
    }
  }

  @Test
  void stopsWhereRetentionHasOvertakenIt() throws Exception {
    Path specification =
        RunningStage.specification(
            folder, "name: overtaken\nstages:\n  - {name: all, filter: 'true'}\n");
    Path plan =
        RunningStage.specification(
            folder, "seed: 1\nfaults:\n  - {fault: delay, for: 5s, stage: all, every: 1}\n");
    Log.create("overtaken.source", 1);
    String large = "\"" + "x".repeat(1 << 20) + "\"";
    Log.write(
        IntStream.range(0, 40).mapToObj(number -> record("overtaken.source", large)).toList());

    try (StageProcess process =
            StageProcess.start(
                folder,
                specification,
                "overtaken/all",
                Map.of(
                    "STREAMPROOF_FAULTS_ENABLED",
                    "true",
                    "STREAMPROOF_FAULTS_PLAN",
                    plan.toString()));
        Admin admin = Log.admin()) {
      await().atMost(Duration.ofSeconds(60)).until(process::ready);
      admin
          .deleteRecords(
              Map.of(new TopicPartition("overtaken.source", 0), RecordsToDelete.beforeOffset(40)))
          .all()
          .get();

      assertThat(process.exit()).as(process.output()).isEqualTo(2);
      assertThat(process.output())
          .contains(
              "Stage overtaken-all cannot run: The stage's position is not in the log any more:"
                  + " overtaken.source-0 at ",
              "--group overtaken-all --topic overtaken.source:0 --reset-offsets --to-earliest");
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
            new ProducerRecord<>(
                "custom.source", "k".getBytes(UTF_8), "\"é in\"".getBytes(UTF_8))));
    // Where the capital of i is another letter.
    Map<String, String> environment =
        Map.of(
            "LOADER_PATH",
            jar.toString(),
            "JAVA_TOOL_OPTIONS",
            "-Duser.language=tr -Duser.country=TR");

    try (StageProcess process =
        StageProcess.start(folder, specification, "custom/shout", environment)) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () ->
                  !process.alive() || (process.ready() && !Log.read("custom.shout", 1).isEmpty()));
      assertThat(process.alive()).as(process.output()).isTrue();
      assertThat(Log.read("custom.shout", 1))
          .extracting(SourceRecord::value)
          .containsExactly("\"É IN!\"".getBytes(UTF_8));
    }
  }

  /** Changes a byte of a record on the broker's disk. */
  private static void damage(String topic, String text) throws Exception {
    try (Admin admin = Log.admin()) {
      Path folder =
          admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
              .flatMap(folders -> folders.keySet().stream())
              .map(Path::of)
              .findFirst()
              .orElseThrow();
      Path segment = folder.resolve(topic + "-0").resolve("00000000000000000000.log");
      int at = new String(Files.readAllBytes(segment), ISO_8859_1).indexOf(text);
      assertThat(at).isPositive();
      try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[] {'D'}), at);
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String value) {
    return new ProducerRecord<>(topic, 0, 1L, "k".getBytes(UTF_8), value.getBytes(UTF_8));
  }
}
