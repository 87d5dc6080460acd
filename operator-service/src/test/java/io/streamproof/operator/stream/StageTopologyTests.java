package io.streamproof.operator.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.streamproof.operator.metric.StageCounters;
import io.streamproof.operator.trace.DeadLetterLog;
import io.streamproof.operator.trace.StageTrace;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.WireFile;
import io.streamproof.pipeline.record.WireRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.pipeline.trace.SpanKeys;
import io.streamproof.telemetry.Traced;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a stage is wired into Kafka Streams. */
class StageTopologyTests {
  private static final Instant NOW = Instant.parse("2001-02-03T04:05:06.789012Z");

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SENT = "00f067aa0ba902b7";

  private final Traced traced = Traced.on("streamproof.stage=p/s");
  @TempDir private Path folder;
  private @Nullable TopologyTestDriver driver;

  @AfterEach
  void close() {
    if (driver != null) {
      driver.close();
    }
    traced.close();
  }

  @Test
  void replacesTheHeadersOfTheSourceRecord() {
    start("map: data.n");
    Headers headers =
        new RecordHeaders().add("foreign", new byte[1]).add(HeaderNames.TYPE, utf8("t"));

    pipe(new TestRecord<>(utf8("k"), utf8("{\"n\":1}"), headers, 5L));

    TestRecord<byte[], byte[]> output = read("p.s").get(0);
    assertThat(output.value()).isEqualTo(utf8("1"));
    assertThat(output.timestamp()).isEqualTo(5L);
    assertThat(output.headers().toArray())
        .extracting(Header::key)
        .doesNotContain("foreign")
        .doesNotHaveDuplicates();
    assertThat(new String(output.headers().lastHeader(HeaderNames.ORIGIN).value(), UTF_8))
        .startsWith("s:0@0#0;")
        .endsWith(";981173106789012");
  }

  @Test
  void makesTheOutputRecordOfTheGoldenFile() {
    start(SpecificationReader.parse("pipeline.yml", WireFile.text("pipeline.yml"), null));
    SourceRecord source = WireRecord.read("source-record.txt", "flights.source");

    pipe(
        source.topic(),
        new TestRecord<>(
            source.key(),
            source.value(),
            source.headers(),
            Instant.ofEpochMilli(source.timestamp())));

    TestRecord<byte[], byte[]> output = read("flights.late").get(0);
    assertThat(
            WireRecord.text(
                new SourceRecord(
                    "flights.late",
                    0,
                    0,
                    output.timestamp(),
                    output.key(),
                    output.value(),
                    output.headers())))
        .isEqualTo(WireFile.text("output-record.txt"));
  }

  @Test
  void sendsWhatCannotBeProcessedToTheDeadLetters() {
    start("map: data.n");

    pipe(new TestRecord<>(utf8("k"), utf8("no json")));
    pipe(new TestRecord<>(utf8("k"), utf8("{\"n\":2}")));

    assertThat(read("p.s-dlt"))
        .singleElement()
        .satisfies(r -> assertThat(r.value()).isEqualTo(utf8("no json")));
    assertThat(read("p.s")).hasSize(1);
  }

  @Test
  void goesOnAfterARecordWithNeitherKeyNorValue() {
    start("filter: event.type == ''");

    pipe(new TestRecord<>(null, null));

    assertThat(read("p.s")).singleElement().satisfies(r -> assertThat(r.value()).isNull());
  }

  @Test
  void keepsStateInAStoreOnlyWhereTheOperatorHasAny() {
    start("aggregate: {fields: {count: count()}}");
    assertThat(driver())
        .extracting(TopologyTestDriver::getAllStateStores)
        .matches(s -> s.size() == 1);

    pipe(new TestRecord<>(utf8("k"), utf8("{}")));
    pipe(new TestRecord<>(utf8("k"), utf8("{}")));

    assertThat(read("p.s"))
        .extracting(TestRecord::value)
        .containsExactly(utf8("{\"count\":1}"), utf8("{\"count\":2}"));
  }

  @Test
  void keepsNoStoreForAStatelessOperator() {
    start("filter: 'true'");

    assertThat(driver().getAllStateStores()).isEmpty();
  }

  @Test
  void recordsAFanOutAsSendingsOfOneProcessing() {
    start("flat-map: '[data, data]'");

    pipe(traced("{\"k\":1}", "01"));

    SpanData processing = traced.span("process p.source");
    assertThat(processing.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(processing.getTraceId()).isEqualTo(TRACE);
    assertThat(processing.getParentSpanId()).isEqualTo(SENT);
    assertThat(processing.getAttributes().get(SpanKeys.CONSUMER_GROUP)).isEqualTo("p-s");
    assertThat(processing.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    List<SpanData> sendings =
        traced.spans().stream().filter(span -> span.getName().equals("send p.s")).toList();
    assertThat(sendings).hasSize(2);
    assertThat(sendings)
        .allSatisfy(span -> assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER))
        .extracting(SpanData::getParentSpanId)
        .containsOnly(processing.getSpanId());
    assertThat(sendings)
        .extracting(span -> "00-" + TRACE + "-" + span.getSpanId() + "-01")
        .containsExactlyElementsOf(traceparents("p.s"));
  }

  @Test
  void recordsTheEmissionOfAnAggregateInTheTraceOfItsTrigger() {
    start("aggregate: {fields: {count: count()}}");

    pipe(traced("{\"k\":1}", "00"));
    pipe(traced("{\"k\":1}", "01"));

    SpanData sending = traced.span("send p.s");
    assertThat(sending.getAttributes().get(SpanKeys.ORIGIN)).isEqualTo("s:0@1#0");
    assertThat(sending.getParentSpanId()).isEqualTo(traced.span("process p.source").getSpanId());
  }

  @Test
  void recordsWhyADeadLetterIsOne() {
    start("map: data.n");

    pipe(traced("no json", "01"));

    SpanData processing = traced.span("process p.source");
    assertThat(processing.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(processing.getAttributes().get(SpanKeys.ERROR_TYPE))
        .isEqualTo("io.streamproof.pipeline.record.UnreadableException");
    assertThat(processing.getEvents())
        .singleElement()
        .satisfies(event -> assertThat(event.getName()).isEqualTo("exception"));
    assertThat(traced.span("send p.s-dlt").getParentSpanId()).isEqualTo(processing.getSpanId());
  }

  @Test
  void recordsNothingOfARecordThatIsNotSampledButPassesItsContextOn() {
    start("filter: 'true'");

    pipe(traced("{\"k\":1}", "00"));
    pipe(new TestRecord<>(utf8("k"), utf8("{\"k\":1}")));

    assertThat(traced.spans()).isEmpty();
    assertThat(traceparents("p.s"))
        .hasSize(2)
        .allSatisfy(traceparent -> assertThat(traceparent).endsWith("-00"))
        .first()
        .satisfies(traceparent -> assertThat(traceparent).startsWith("00-" + TRACE));
  }

  private static TestRecord<byte[], byte[]> traced(String value, String flags) {
    Headers headers = new RecordHeaders();
    headers.add(HeaderNames.TRACEPARENT, utf8("00-" + TRACE + "-" + SENT + "-" + flags));
    return new TestRecord<>(utf8("k"), utf8(value), headers, 5L);
  }

  private List<String> traceparents(String topic) {
    return read(topic).stream()
        .map(r -> new String(r.headers().lastHeader(HeaderNames.TRACEPARENT).value(), UTF_8))
        .toList();
  }

  private void start(String operator) {
    start(
        SpecificationReader.parse(
            "p.yml",
            "name: p\nsource: {key: data.k}\nstages:\n  - name: s\n    " + operator + "\n",
            null));
  }

  private void start(PipelineSpecification pipeline) {
    Stage stage = Stage.of(pipeline, pipeline.stages().get(0), CustomOperators.NONE);
    StageCounters counters = new StageCounters(stage, new SimpleMeterRegistry());
    Instruments instruments =
        new Instruments(
            counters,
            new StageTrace(stage, traced.tracer()),
            new DeadLetterLog(stage, System::nanoTime));
    Topology topology =
        new StageTopology(stage, instruments, () -> NOW, Passage.Gate.UNDISTURBED)
            .define(new Topology());
    StreamSettings settings =
        new StreamSettings(Duration.ofMillis(100), 1, 0, Duration.ofSeconds(10), null, -1);
    Properties properties = new Properties();
    properties.putAll(settings.over(Map.of("bootstrap.servers", "none:1"), stage));
    properties.put("state.dir", folder.toString());
    driver = new TopologyTestDriver(topology, properties);
  }

  private TopologyTestDriver driver() {
    return Objects.requireNonNull(driver);
  }

  private void pipe(TestRecord<byte[], byte[]> record) {
    pipe("p.source", record);
  }

  private void pipe(String topic, TestRecord<byte[], byte[]> record) {
    driver()
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(record);
  }

  private List<TestRecord<byte[], byte[]>> read(String topic) {
    return new ArrayList<>(
        driver()
            .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .readRecordsToList());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
