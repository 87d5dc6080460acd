package io.streamproof.verification.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.fault.FaultPlan;
import io.streamproof.pipeline.fault.FaultPlanReader;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.stage.Stage;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PartitionManifestTests {
  private static final PipelineSpecification PIPELINE =
      SpecificationReader.parse(
          "pipeline.yml",
          """
          name: p
          partitions: 2
          source:
            key: data.key
          stages:
            - name: even
              from: source
              filter: data.n % 2 == 0
            - name: split
              from: source
              flat-map: '[data.n, data.n]'
            - name: needing
              from: source
              map: data.missing
            - name: single
              from: source
              map: data.n
              partitions: 1
          """,
          null);

  private static List<SourceRecord> records(int number) {
    return LongStream.range(0, number)
        .mapToObj(
            n ->
                new SourceRecord(
                    "p.source",
                    0,
                    n,
                    1_000,
                    "k".getBytes(UTF_8),
                    "{\"n\":%s,\"key\":\"k\"}".formatted(n).getBytes(UTF_8),
                    new RecordHeaders()))
        .toList();
  }

  private static List<String> lines(String stage, String fault) {
    String text = "seed: 1\nfaults:\n  - {fault: %s, stage: %s}\n".formatted(fault, stage);
    FaultPlan plan = FaultPlanReader.parse("plan", text, PIPELINE);
    ReferenceStage reference =
        new ReferenceStage(
            Stage.of(PIPELINE, PIPELINE.stage(stage).orElseThrow(), CustomOperators.NONE));
    return new PartitionManifest(reference, plan.strikes(stage), 0)
        .of(records(6)).stream().map(Planted::line).toList();
  }

  @Test
  void expectsEachOutputOfADroppedRecordToBeLost() {
    assertThat(lines("split", "drop, at: [0@3]"))
        .containsExactly("drop split 0@3 -> LOST split split:0@3#0, LOST split split:0@3#1");
    assertThat(lines("even", "drop, at: [0@3]")).containsExactly("drop even 0@3 -> nothing");
  }

  @Test
  void expectsOneFindingForTheFirstOutputOfEveryOtherFault() {
    assertThat(lines("split", "duplicate, at: [0@3]"))
        .containsExactly("duplicate split 0@3 -> DUPLICATED split split:0@3#0");
    assertThat(lines("split", "corrupt, how: flip, at: [0@3]"))
        .containsExactly("corrupt flip split 0@3 -> CORRUPTED split split:0@3#0");
    assertThat(lines("split", "strip-trace, at: [0@3]"))
        .containsExactly("strip-trace split 0@3 -> UNTRACED split split:0@3#0");
    assertThat(lines("needing", "misroute, at: [0@3]"))
        .containsExactly("misroute needing 0@3 -> MISROUTED needing needing:0@3#0");
    assertThat(lines("split", "delay, for: 1ms, at: [0@3]"))
        .containsExactly("delay split 0@3 -> nothing");
  }

  @Test
  void expectsNothingOfAMisrouteWhereThereIsOnePartition() {
    assertThat(lines("single", "misroute, at: [0@3]"))
        .containsExactly("misroute single 0@3 -> nothing");
  }

  @Test
  void expectsAForgeryBehindTheOutputs() {
    assertThat(lines("split", "forge, at: [0@3]"))
        .containsExactly("forge split 0@3 -> PHANTOM split split:0@3#2");
    assertThat(lines("even", "forge, at: [0@3]"))
        .containsExactly("forge even 0@3 -> PHANTOM even even:0@3#0");
  }

  @Test
  void expectsASwappedRecordsOutputsToBeLateWhereTheNextHasAny() {
    assertThat(lines("split", "swap, at: [0@3]"))
        .containsExactly(
            "swap split 0@3 -> REORDERED split split:0@3#0, REORDERED split split:0@3#1");
    assertThat(lines("even", "swap, at: [0@2]")).containsExactly("swap even 0@2 -> nothing");
    assertThat(lines("split", "swap, at: [0@5]")).containsExactly("swap split 0@5 -> nothing");
  }

  @Test
  void leavesTheSecondOfASwappedPairAlone() {
    assertThat(lines("split", "swap, at: [0@3, 0@4]"))
        .containsExactly(
            "swap split 0@3 -> REORDERED split split:0@3#0, REORDERED split split:0@3#1");
  }
}
