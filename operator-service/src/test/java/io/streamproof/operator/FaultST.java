package io.streamproof.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.operator.support.Log;
import io.streamproof.operator.support.Rendering;
import io.streamproof.operator.support.RunningStage;
import io.streamproof.operator.support.StageProcess;
import io.streamproof.operator.support.StruckRendering;
import io.streamproof.operator.support.Workload;
import io.streamproof.pipeline.fault.FaultPlan;
import io.streamproof.pipeline.fault.FaultPlanReader;
import io.streamproof.pipeline.fault.MessageFault;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.pipeline.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The host as it is deployed, with faults planted in it: exactly those records are struck that the
 * plan selects, whatever else befalls the process.
 */
@Execution(ExecutionMode.CONCURRENT)
class FaultST {
  private static final int PARTITIONS = 3;
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int HALTED = 137;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flat-map: '[data.n, data.text]'",
        "aggregate: {emit: on-update, fields: {count: count(), sum: sum(data.n)}}"
      })
  void strikesExactlyWhatThePlanSelects(String operator) {
    String name = operator.substring(0, operator.indexOf(':'));
    PipelineSpecification pipeline = pipeline("struck-" + name, operator);
    String faults =
        """
        seed: 11
        faults:
          - {fault: drop, stage: s, rate: 0.03}
          - {fault: duplicate, stage: s, rate: 0.03}
          - {fault: corrupt, how: truncate, stage: s, rate: 0.03}
          - {fault: delay, for: 2ms, stage: s, rate: 0.03}
          - {fault: swap, for: 500ms, stage: s, rate: 0.03}
          - {fault: misroute, stage: s, every: 37}
          - {fault: forge, stage: s, rate: 0.03}
          - {fault: strip-trace, stage: s, at: [0@3, 1@4, 2@5]}
        """;
    FaultPlan plan = FaultPlanReader.parse("plan.yml", faults, pipeline);
    Log.create(pipeline.sourceTopic(), PARTITIONS);
    Log.write(new Workload(5, pipeline.sourceTopic(), PARTITIONS).records(4_000));

    try (StageProcess process = start(pipeline, operator, faults)) {
      awaitProcessed(pipeline);
      assertThat(process.output()).contains("FAULTS ARE PLANTED", "seed 11: drop at s, rate 0.03");
      assertThat(process.body("/actuator/health")).contains("\"faults\":\"seed 11: drop at s");
      assertThat(process.body("/actuator/prometheus"))
          .contains("streamproof_faults_enabled 1.0")
          .containsPattern("streamproof_faults_struck_total\\{.*fault=\"drop\".*stage=\"s\".*}");
    }

    List<SourceRecord> source = Log.read(pipeline.sourceTopic(), PARTITIONS);
    assertThat(
            source.stream()
                .map(r -> plan.strikes("s").on(r.partition(), r.offset()))
                .filter(fault -> fault != null)
                .map(MessageFault::name))
        .containsAll(plan.faults().stream().map(MessageFault::name).toList());
    assertThat(StruckRendering.observed(outputs(pipeline)))
        .isEqualTo(StruckRendering.expected(stage(pipeline), source, plan.strikes("s")));
  }

  @Test
  void aRecordThatIsHeldWhenItsHostIsKilledIsHeldAgain() {
    String operator = "aggregate: {emit: on-update, fields: {count: count()}}";
    PipelineSpecification pipeline = pipeline("held", operator);
    String faults = "seed: 1\nfaults: [{fault: swap, for: 1m, stage: s, at: 0@99}]\n";
    String topic = pipeline.sourceTopic();
    Log.create(topic, PARTITIONS);
    Log.write(IntStream.range(0, 100).mapToObj(n -> record(topic)).toList());

    try (StageProcess process = start(pipeline, operator, faults)) {
      await().atMost(SOON).until(() -> Log.committed("held-s", topic, 0) == 99);
      process.kill();
    }
    assertThat(outputs(pipeline)).hasSize(99);
    try (StageProcess process = start(pipeline, operator, faults)) {
      await().atMost(SOON).until(() -> process.ready());
      Log.write(List.of(record(topic), record(topic)));
      awaitProcessed(pipeline);
    }

    FaultPlan plan = FaultPlanReader.parse("plan.yml", faults, pipeline);
    assertThat(StruckRendering.observed(outputs(pipeline)))
        .isEqualTo(
            StruckRendering.expected(
                stage(pipeline), Log.read(topic, PARTITIONS), plan.strikes("s")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exactly-once", "at-least-once"})
  void haltsAtEachPointOnceAndGoesOnAsItsGuaranteeSays(String guarantee) {
    String operator =
        (guarantee.equals("exactly-once")
                ? "aggregate: {emit: on-update, fields: {count: count()}}"
                : "map: data.n")
            + "\n    guarantee: "
            + guarantee;
    PipelineSpecification pipeline = pipeline("halted-" + guarantee, operator);
    String faults =
        """
        seed: 1
        crashes:
          - {crash: before-send, stage: s, at: 0@100}
          - {crash: before-commit, stage: s, at: 0@200}
          - {crash: after-commit, stage: s, at: 0@300}
        """;
    Log.create(pipeline.sourceTopic(), PARTITIONS);
    Log.write(new Workload(6, pipeline.sourceTopic(), PARTITIONS).records(3_000));

    List<String> told = new ArrayList<>();
    for (int incarnation = 0; incarnation < 3; incarnation++) {
      try (StageProcess process = start(pipeline, operator, faults)) {
        assertThat(process.exit()).as(process.output()).isEqualTo(HALTED);
        process
            .output()
            .lines()
            .filter(line -> line.contains("A fault was planted here"))
            .forEach(line -> told.add(line.replaceFirst(".*crash (\\S+)-s-0@.*", "$1")));
      }
    }
    try (StageProcess process = start(pipeline, operator, faults)) {
      awaitProcessed(pipeline);
      assertThat(process.terminate()).as(process.output()).isEqualTo(143);
    }

    assertThat(told).containsExactly("before-send", "before-commit", "after-commit");
    Map<String, List<String>> observed = Rendering.observed(outputs(pipeline));
    Map<String, List<String>> expected =
        Rendering.expected(stage(pipeline), Log.read(pipeline.sourceTopic(), PARTITIONS));
    if (guarantee.equals("exactly-once")) {
      assertThat(observed).isEqualTo(expected);
    } else {
      assertThat(observed).isNotEqualTo(expected);
      assertThat(distinct(observed)).isEqualTo(distinct(expected));
    }
  }

  /** What there is in each place, however often: a repetition is as what it repeats. */
  private static Map<String, Set<String>> distinct(Map<String, List<String>> lists) {
    Map<String, Set<String>> distinct = new TreeMap<>();
    lists.forEach((place, texts) -> distinct.put(place, Set.copyOf(texts)));
    return distinct;
  }

  private StageProcess start(PipelineSpecification pipeline, String operator, String faults) {
    return StageProcess.start(
        folder,
        RunningStage.specification(folder, yaml(pipeline.name(), operator)),
        pipeline.name() + "/s",
        Map.of(
            "STREAMPROOF_SESSION_TIMEOUT",
            "3s",
            "STREAMPROOF_FAULTS_ENABLED",
            "true",
            "STREAMPROOF_FAULTS_PLAN",
            RunningStage.specification(folder, faults).toString()));
  }

  private static void awaitProcessed(PipelineSpecification pipeline) {
    await()
        .atMost(SOON)
        .until(() -> Log.processed(pipeline.name() + "-s", pipeline.sourceTopic(), PARTITIONS));
  }

  private static PipelineSpecification pipeline(String name, String operator) {
    return SpecificationReader.parse("p.yml", yaml(name, operator), null);
  }

  private static String yaml(String name, String operator) {
    return "name: %s\npartitions: %s\nsource: {key: data.k}\nstages:\n  - name: s\n    %s\n"
        .formatted(name, PARTITIONS, operator);
  }

  private static Stage stage(PipelineSpecification pipeline) {
    return Stage.of(pipeline, pipeline.stages().get(0), CustomOperators.NONE);
  }

  private static List<SourceRecord> outputs(PipelineSpecification pipeline) {
    StageSpecification stage = pipeline.stages().get(0);
    List<SourceRecord> outputs = new ArrayList<>();
    for (String topic : List.of(pipeline.outputTopic(stage), pipeline.deadLetterTopic(stage))) {
      outputs.addAll(Log.read(topic, PARTITIONS));
    }
    return outputs;
  }

  private static ProducerRecord<byte[], byte[]> record(String topic) {
    return new ProducerRecord<>(topic, 0, 5L, "k".getBytes(UTF_8), "{}".getBytes(UTF_8));
  }
}
