package io.streamproof.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.operator.support.Log;
import io.streamproof.operator.support.RunningStage;
import io.streamproof.pipeline.kafka.Topics;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.Stage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One running stage between two others, on records of every size and sort. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceIT {
  private static final String YAML =
      """
      name: service
      stages:
        - {name: first, filter: 'event.type != "dropped"'}
        - {name: second, map: data}
      """;
  private static final int OVERHEAD = 1_000;

  /** What a batch of one plain record has beside the value; a dead letter's headers take more. */
  private static final int FRAMING = 200;

  private final List<ProducerRecord<byte[], byte[]>> input =
      List.of(
          record("{}".getBytes(UTF_8), "kept"),
          record("{}".getBytes(UTF_8), "dropped"),
          record(text(1 << 20), "largest"),
          record(text(Stage.MAX_VALUE_BYTES - OVERHEAD), "emitted"),
          record(text(Stage.MAX_VALUE_BYTES), "refused"),
          record(noise(Topics.MAX_MESSAGE_BYTES - FRAMING), "foreign"));

  private final RunningStage running;

  ServiceIT(@TempDir Path folder) {
    Log.create("service.source", 1);
    Log.write(input);
    running = RunningStage.start(RunningStage.specification(folder, YAML), "service/first");
  }

  @BeforeAll
  void awaitTheEnd() {
    await().atMost(Duration.ofSeconds(60)).until(running::ready);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Log.processed("service-first", "service.source", 1));
  }

  @AfterAll
  void stop() {
    running.close();
  }

  @Test
  void passesPayloadsOnAsTheyAre() {
    List<SourceRecord> outputs = Log.read("service.first", 1);

    assertThat(outputs).hasSize(3);
    assertThat(outputs.get(0).value()).isEqualTo(input.get(0).value());
    assertThat(Arrays.equals(outputs.get(1).value(), input.get(2).value())).isTrue();
    assertThat(Arrays.equals(outputs.get(2).value(), input.get(3).value())).isTrue();
  }

  @Test
  void carriesFewHeadersBetweenStages() {
    SourceRecord output = Log.read("service.first", 1).get(0);

    assertThat(StreamSupport.stream(output.headers().spliterator(), false).map(Header::key))
        .containsExactly(HeaderNames.TRACEPARENT, HeaderNames.ORIGIN, HeaderNames.TYPE);
    Origin origin = Objects.requireNonNull(output.origin());
    assertThat(origin.id()).isEqualTo("first:0@0#0");
    assertThat(origin.emittedAtMicros()).isGreaterThan(1_700_000_000_000_000L);
  }

  @Test
  void makesWhatIsTooLargeADeadLetterThatSaysWhy() {
    List<SourceRecord> deadLetters = Log.read("service.first-dlt", 1);

    assertThat(deadLetters).hasSize(2);
    assertThat(Arrays.equals(deadLetters.get(1).value(), input.get(5).value())).isTrue();
    SourceRecord letter = deadLetters.get(0);
    assertThat(letter.header("kafka_dlt-original-topic"))
        .asString(UTF_8)
        .isEqualTo("service.source");
    assertThat(letter.header("kafka_dlt-original-partition"))
        .isEqualTo(ByteBuffer.allocate(4).putInt(0).array());
    assertThat(letter.header("kafka_dlt-original-offset"))
        .isEqualTo(ByteBuffer.allocate(8).putLong(4).array());
    assertThat(letter.header("kafka_dlt-exception-fqcn"))
        .asString(UTF_8)
        .isEqualTo("io.streamproof.pipeline.operator.UnprocessableException");
    assertThat(letter.header("kafka_dlt-exception-message"))
        .asString(UTF_8)
        .contains("over the limit");
    assertThat(letter.header(HeaderNames.TYPE)).asString(UTF_8).isEqualTo("refused");
  }

  @Test
  void countsWhatCameOfEachRecord() {
    String metrics = running.get("/actuator/prometheus").body();

    assertThat(metrics)
        .contains(
            counter("consumed", 6),
            counter("emitted_from", 3),
            counter("discarded", 1),
            counter("dead_lettered", 2),
            counter("emitted", 3))
        .contains("kafka_stream_thread_");
  }

  @Test
  void countsAndTimesByTheConventionsToo() {
    String metrics = running.get("/actuator/prometheus").body();

    assertThat(metrics)
        .contains(
            processed("none", 4),
            processed("io.streamproof.pipeline.operator.UnprocessableException", 2),
            sent("service.first", 3),
            sent("service.first-dlt", 2),
            "messaging_client_consumed_messages_total{"
                + "messaging_consumer_group_name=\"service-first\","
                + "messaging_destination_name=\"service.source\","
                + "messaging_operation_name=\"poll\",messaging_system=\"kafka\"} 6.0\n");
  }

  private static String processed(String errorType, int messages) {
    return "messaging_process_duration_seconds_count{error_type=\"%s\",".formatted(errorType)
        + "messaging_consumer_group_name=\"service-first\","
        + "messaging_destination_name=\"service.source\","
        + "messaging_operation_name=\"process\",messaging_system=\"kafka\"} %s\n"
            .formatted(messages);
  }

  private static String sent(String topic, int messages) {
    return "messaging_client_sent_messages_total{messaging_destination_name=\"%s\","
            .formatted(topic)
        + "messaging_operation_name=\"send\",messaging_system=\"kafka\"} %s.0\n"
            .formatted(messages);
  }

  @Test
  void saysWhatItRunsInItsHealth() {
    assertThat(running.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    assertThat(running.get("/actuator/health/readiness").body())
        .contains("\"stage\":\"first\"", "\"state\":\"RUNNING\"", "\"cluster\"");
  }

  private static String counter(String what, int value) {
    return "streamproof_stage_%s_total{pipeline=\"service\",stage=\"first\"} %s.0"
        .formatted(what, value);
  }

  private static ProducerRecord<byte[], byte[]> record(byte[] value, String type) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>("service.source", null, 1L, "k".getBytes(UTF_8), value);
    record.headers().add(HeaderNames.TYPE, type.getBytes(UTF_8));
    return record;
  }

  /** What no compression makes smaller, so that limits of topics are met. */
  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(1).nextBytes(noise);
    return noise;
  }

  /** A JSON text of so many bytes. */
  private static byte[] text(int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + (i * 31 + i / 7) % 26);
    }
    text[0] = '"';
    text[length - 1] = '"';
    return text;
  }
}
