package io.streamproof.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.operator.support.Log;
import io.streamproof.operator.support.Rendering;
import io.streamproof.operator.support.RunningStage;
import io.streamproof.operator.support.StageProcess;
import io.streamproof.operator.support.Workload;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Exactly once means: killed at any moment and started again, nothing is lost, nothing doubled. */
@Execution(ExecutionMode.CONCURRENT)
class KillST {
  private static final int PARTITIONS = 3;
  private static final int RECORDS_A_ROUND = 20_000;
  private static final String YAML =
      """
      name: killed
      partitions: 3
      source: {key: data.k}
      stages:
        - name: sums
          aggregate: {window: 1h, emit: on-update, grace: 1h,
            fields: {count: count(), sum: sum(data.amount), last: last(data.n)}}
      """;

  @TempDir private Path folder;
  private final PipelineSpecification pipeline = SpecificationReader.parse("p.yml", YAML, null);
  private final Workload workload = new Workload(7, "killed.source", PARTITIONS);

  @Test
  void aKilledStageGoesOnWhereItsTransactionsEnded() {
    Path specification = RunningStage.specification(folder, YAML);
    Map<String, String> environment = Map.of("STREAMPROOF_SESSION_TIMEOUT", "3s");
    List.of("killed.source", "killed.sums", "killed.sums-dlt")
        .forEach(topic -> Log.create(topic, PARTITIONS));
    for (int round = 0; round < 2; round++) {
      Log.write(workload.records(RECORDS_A_ROUND));
      long before = Log.committedTotal("killed-sums");
      try (StageProcess process =
          StageProcess.start(folder, specification, "killed/sums", environment)) {
        await()
            .atMost(Duration.ofSeconds(90))
            .pollInterval(Duration.ofMillis(20))
            .until(() -> Log.committedTotal("killed-sums") > before || !process.alive());
        process.kill();
      }
    }

    try (StageProcess process =
        StageProcess.start(folder, specification, "killed/sums", environment)) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> Log.processed("killed-sums", "killed.source", PARTITIONS));
      assertThat(process.terminate()).as(process.output()).isEqualTo(143);
    }

    List<SourceRecord> source = Log.read("killed.source", PARTITIONS);
    assertThat(source).hasSize(2 * RECORDS_A_ROUND);
    Stage stage = Stage.of(pipeline, pipeline.stages().get(0), CustomOperators.NONE);
    assertThat(Rendering.observed(outputs())).isEqualTo(Rendering.expected(stage, source));
  }

  private static List<SourceRecord> outputs() {
    List<SourceRecord> outputs = new ArrayList<>(Log.read("killed.sums", PARTITIONS));
    outputs.addAll(Log.read("killed.sums-dlt", PARTITIONS));
    return outputs;
  }
}
