package io.streamproof.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.operator.support.Log;
import io.streamproof.operator.support.Rendering;
import io.streamproof.operator.support.RunningStage;
import io.streamproof.operator.support.Workload;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The law of the operator host: on any log, whatever the operator, its topics hold exactly what the
 * reference execution says; byte by byte, header by header, in order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReferenceIT {
  private static final int PARTITIONS = 3;
  private static final String YAML =
      """
      name: every
      partitions: 3
      source: {key: data.k}
      stages:
        - {name: filter, from: source, filter: data.n % 3 != 0}
        - {name: read-on, from: filter, map: data}
        - {name: map, from: source, map: '{"text": data.text, "big": data.big, "by": event.id}',
           key: data.text, type: mapped, partitions: 5}
        - {name: flat-map, from: source, flat-map: '[data.n, data.amount, data.text]', partitions: 2}
        - name: on-update
          from: source
          aggregate: {window: 10s, emit: on-update, grace: 5s,
            fields: {count: count(), sum: sum(data.amount), least: min(data.n), most: max(data.n),
              mean: avg(data.amount), first: first(data.text), last: last(data.text)}}
        - name: on-close
          from: source
          aggregate: {window: 20s, emit: on-close, grace: 1s, fields: {sum: sum(data.amount)}}
        - {name: endless, from: source, aggregate: {emit: on-update, fields: {count: count()}}}
        - {name: repeatable, from: source, guarantee: at-least-once, map: data.n}
        - {name: deduplicate, from: source, deduplicate: {within: 1m}}
        - {name: lookup, from: source,
           lookup: {keep: rate, complete: sale, as: rate, otherwise: dead-letter}}
      """;

  @TempDir private static Path folder;
  private static final PipelineSpecification PIPELINE =
      SpecificationReader.parse("every.yml", YAML, null);

  @SuppressWarnings("NullAway.Init")
  private static RunningStage running;

  @BeforeAll
  static void runEveryStage() {
    Log.create("every.source", PARTITIONS);
    Log.write(new Workload(42, "every.source", PARTITIONS).records(5_000));
    running = RunningStage.start(RunningStage.specification(folder, YAML), "every/*");
    await().atMost(Duration.ofSeconds(60)).until(running::ready);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filter",
        "map",
        "flat-map",
        "on-update",
        "on-close",
        "endless",
        "repeatable",
        "deduplicate",
        "lookup"
      })
  void writesWhatTheReferenceExpects(String name) {
    StageSpecification specification = PIPELINE.stage(name).orElseThrow();
    Stage stage = Stage.of(PIPELINE, specification, CustomOperators.NONE);

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Log.processed("every-" + name, "every.source", PARTITIONS));

    Map<String, List<String>> expected =
        Rendering.expected(stage, Log.read("every.source", PARTITIONS));
    assertThat(expected).isNotEmpty();
    // The end of the last transaction may reach the committed offsets before it reaches the
    // outputs.
    await()
        .untilAsserted(
            () -> assertThat(Rendering.observed(outputs(specification))).isEqualTo(expected));
  }

  private static List<SourceRecord> outputs(StageSpecification stage) {
    List<SourceRecord> outputs = new ArrayList<>();
    for (String topic : List.of(PIPELINE.outputTopic(stage), PIPELINE.deadLetterTopic(stage))) {
      outputs.addAll(Log.read(topic, PIPELINE.partitionsOf(topic)));
    }
    return outputs;
  }
}
