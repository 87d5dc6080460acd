package io.streamproof.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.operator.support.Log;
import io.streamproof.operator.support.RunningStage;
import io.streamproof.pipeline.record.SourceRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole pipeline in one process: a chain, and two stages that write to one topic. */
class SeveralStagesIT {
  private static final String YAML =
      """
      name: several
      source: {key: data.k}
      stages:
        - {name: low, filter: data.n < 5, to: split}
        - {name: high, from: source, filter: data.n >= 4, to: split}
        - {name: counted, from: split, aggregate: {fields: {n: count()}}}
      """;
  private static final int RECORDS = 10;

  @TempDir private Path folder;

  @Test
  void runsEveryStageOfAPipeline() {
    Log.create("several.source", 1);
    Log.write(IntStream.range(0, RECORDS).mapToObj(SeveralStagesIT::record).toList());

    try (RunningStage running =
        RunningStage.start(RunningStage.specification(folder, YAML), "several/*")) {
      await().atMost(Duration.ofSeconds(60)).until(running::ready);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Log.read("several.counted", 1).size() == RECORDS + 1);

      List<SourceRecord> counts = Log.read("several.counted", 1);
      assertThat(counts.get(RECORDS).value()).asString(UTF_8).isEqualTo("{\"n\":11}");
      assertThat(Log.read("several.split", 1))
          .extracting(record -> Objects.requireNonNull(record.origin()).stage())
          .contains("low", "high");
      assertThat(running.get("/actuator/health/readiness").body())
          .contains("\"stage\":\"low\"", "\"stage\":\"high\"", "\"stage\":\"counted\"");
      assertThat(running.get("/actuator/prometheus").body())
          .contains(
              emitted("low", 5),
              emitted("high", 6),
              emitted("counted", 11),
              "messaging_client_sent_messages_total{"
                  + "messaging_destination_name=\"several.split\","
                  + "messaging_operation_name=\"send\",messaging_system=\"kafka\"} 11.0\n");
    }
  }

  private static String emitted(String stage, int records) {
    return "streamproof_stage_emitted_total{pipeline=\"several\",stage=\"%s\"} %s.0"
        .formatted(stage, records);
  }

  private static ProducerRecord<byte[], byte[]> record(int number) {
    return new ProducerRecord<>(
        "several.source",
        null,
        1L + number,
        "k".getBytes(UTF_8),
        "{\"k\":\"k\",\"n\":%s}".formatted(number).getBytes(UTF_8));
  }
}
