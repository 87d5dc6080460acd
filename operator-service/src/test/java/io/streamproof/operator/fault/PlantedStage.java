package io.streamproof.operator.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.streamproof.operator.metric.StageCounters;
import io.streamproof.operator.stream.Instruments;
import io.streamproof.operator.stream.StageTopology;
import io.streamproof.operator.stream.StreamSettings;
import io.streamproof.operator.trace.DeadLetterLog;
import io.streamproof.operator.trace.StageTrace;
import io.streamproof.pipeline.fault.FaultPlan;
import io.streamproof.pipeline.fault.FaultPlanReader;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.telemetry.Traced;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** Stage {@code s} of pipeline {@code p} with faults planted in it, without brokers. */
final class PlantedStage implements AutoCloseable {
  private static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01";

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Traced traced = Traced.on("streamproof.stage=p/s");
  private final TopologyTestDriver driver;
  private int halts;

  /**
   * A stage with two output partitions.
   *
   * @param operator as a specification has it
   * @param plan a fault plan without its seed
   */
  PlantedStage(Path folder, String operator, String plan) {
    PipelineSpecification pipeline =
        SpecificationReader.parse(
            "p.yml",
            "name: p\nsource: {key: data.k}\nstages:\n  - name: s\n    partitions: 2\n    "
                + operator
                + "\n",
            null);
    Stage stage = Stage.of(pipeline, pipeline.stages().get(0), CustomOperators.NONE);
    FaultPlan faults = FaultPlanReader.parse("plan.yml", "seed: 42\n" + plan, pipeline);
    PlantedFaults planted =
        PlantedFaults.of(faults, stage, folder.resolve("marks"), registry, () -> halts++);
    Instruments instruments =
        new Instruments(
            new StageCounters(stage, registry),
            new StageTrace(stage, traced.tracer()),
            new DeadLetterLog(stage, System::nanoTime));
    Topology topology =
        new StageTopology(stage, instruments, () -> Instant.EPOCH, planted.gate())
            .define(new Topology());
    Properties properties = new Properties();
    properties.putAll(
        new StreamSettings(Duration.ofMillis(100), 1, 0, Duration.ofSeconds(10), null, -1)
            .over(Map.of("bootstrap.servers", "none:1"), stage));
    properties.put("state.dir", folder.resolve("state").toString());
    driver = new TopologyTestDriver(topology, properties);
  }

  /** Gives it records, each with a value and a trace, from offset 0 on. */
  void pipe(String... values) {
    for (String value : values) {
      driver
          .createInputTopic("p.source", new ByteArraySerializer(), new ByteArraySerializer())
          .pipeInput(
              new TestRecord<>(
                  "k".getBytes(UTF_8),
                  value.getBytes(UTF_8),
                  new RecordHeaders().add(HeaderNames.TRACEPARENT, TRACEPARENT.getBytes(UTF_8)),
                  5L));
    }
  }

  void advance(Duration time) {
    driver.advanceWallClockTime(time);
  }

  List<TestRecord<byte[], byte[]>> read(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** What it has sent since last asked: {@code <offset>#<index> <value>} each, in order. */
  List<String> sent() {
    return read("p.s").stream().map(PlantedStage::text).toList();
  }

  static String text(TestRecord<byte[], byte[]> record) {
    Origin origin = origin(record);
    return origin.offset() + "#" + origin.index() + " " + new String(record.value(), UTF_8);
  }

  static Origin origin(TestRecord<byte[], byte[]> record) {
    return Objects.requireNonNull(
        Origin.parse(record.headers().lastHeader(HeaderNames.ORIGIN).value()));
  }

  int halts() {
    return halts;
  }

  double struck(String fault) {
    return registry.get("streamproof.faults.struck").tag("fault", fault).counter().count();
  }

  /** Whether no trace is left open. */
  boolean traceIsClosed() {
    return !Span.current().getSpanContext().isValid();
  }

  @Override
  public void close() {
    driver.close();
    traced.close();
  }
}
