package io.streamproof.operator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.operator.support.Collector;
import io.streamproof.operator.support.Log;
import io.streamproof.operator.support.RunningStage;
import io.streamproof.operator.support.StageProcess;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.stage.Traces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans of the deployed process, told by nothing but the standard variables where they go. */
class TraceIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @TempDir private Path folder;

  @Test
  void exportsTheSpansOfARecordedMessageUnderTheIdsOfTheTopics() {
    Path specification = pipeline("traced");
    Log.write(List.of(record("traced", "01")));

    try (Collector collector = Collector.start();
        StageProcess process =
            start(
                "traced",
                specification,
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint()))) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> !process.alive() || collector.received().contains("send traced.all"));
      assertThat(process.alive()).as(process.output()).isTrue();
      assertThat(collector.received())
          .contains("streamproof-traced-all", "process traced.source")
          .contains(bytes(TRACE))
          .contains(bytes(Traces.processSpanId("traced-all", "traced.source", 0, 0)));
    }
  }

  @Test
  void flushesWhatItHasWhenItIsStopped() {
    Path specification = pipeline("flushed");

    try (Collector collector = Collector.start();
        StageProcess process =
            start(
                "flushed",
                specification,
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    collector.endpoint(),
                    "OTEL_BSP_SCHEDULE_DELAY",
                    "3600000"))) {
      processAll(process, "flushed");
      assertThat(collector.received()).isEmpty();

      process.terminate();

      assertThat(collector.received()).contains("process flushed.source");
    }
  }

  @Test
  void goesOnAndStopsInTimeWhereNobodyTakesItsSpans() {
    Path specification = pipeline("alone");

    try (StageProcess process =
        start(
            "alone", specification, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"))) {
      processAll(process, "alone");
      assertThat(Log.read("alone.all", 1)).hasSize(1);

      long begin = System.nanoTime();
      process.terminate();

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    }
  }

  private StageProcess start(String name, Path specification, Map<String, String> environment) {
    return StageProcess.start(folder, specification, name + "/all", environment);
  }

  private Path pipeline(String name) {
    Log.create(name + ".source", 1);
    return RunningStage.specification(
        folder, "name: " + name + "\nstages:\n  - {name: all, filter: 'true'}\n");
  }

  private static void processAll(StageProcess process, String name) {
    await().atMost(Duration.ofSeconds(90)).until(() -> !process.alive() || process.ready());
    Log.write(List.of(record(name, "01")));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Log.processed(name + "-all", name + ".source", 1));
  }

  private static ProducerRecord<byte[], byte[]> record(String name, String flags) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(name + ".source", null, 1L, "k".getBytes(UTF_8), "{}".getBytes(UTF_8));
    record
        .headers()
        .add(
            HeaderNames.TRACEPARENT,
            ("00-" + TRACE + "-00f067aa0ba902b7-" + flags).getBytes(UTF_8));
    return record;
  }

  private static String bytes(String hex) {
    return new String(HexFormat.of().parseHex(hex), ISO_8859_1);
  }
}
