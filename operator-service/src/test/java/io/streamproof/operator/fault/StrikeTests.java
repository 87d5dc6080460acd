package io.streamproof.operator.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.fault.FaultKind;
import io.streamproof.pipeline.fault.MessageFault;
import io.streamproof.pipeline.fault.Selection;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.operator.NoState;
import io.streamproof.pipeline.record.Partitioner;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Where what is struck goes. */
class StrikeTests {

  @Test
  void misroutesTheFirstOutputToTheNextPartition() {
    int right = Partitioner.ofKey("k".getBytes(UTF_8), 3);

    assertThat(partitions(3, "flat-map: '[data, data]'", FaultKind.MISROUTE))
        .containsExactly((right + 1) % 3, right);
  }

  @Test
  void misroutesADeadLetter() {
    assertThat(partitions(3, "map: data.none", FaultKind.MISROUTE)).containsExactly(2);
  }

  @Test
  void leavesAnOutputWhereThereIsNoOtherPartition() {
    assertThat(partitions(1, "map: data", FaultKind.MISROUTE)).containsExactly(0);
  }

  @Test
  void forgesWhereTheKeyBelongs() {
    assertThat(partitions(3, "filter: 'false'", FaultKind.FORGE))
        .containsExactly(Partitioner.ofKey("k".getBytes(UTF_8), 3));
  }

  private static List<Integer> partitions(int partitions, String operator, FaultKind kind) {
    PipelineSpecification pipeline =
        SpecificationReader.parse(
            "p.yml",
            "name: p\npartitions: %s\nsource: {key: data.k}\nstages:\n  - name: s\n    %s\n"
                .formatted(partitions, operator),
            null);
    Stage stage = Stage.of(pipeline, pipeline.stages().get(0), CustomOperators.NONE);
    SourceRecord record =
        new SourceRecord(
            "p.source",
            partitions == 1 ? 0 : 1,
            7,
            5,
            "k".getBytes(UTF_8),
            "{\"n\":1}".getBytes(UTF_8),
            new RecordHeaders());
    MessageFault fault =
        new MessageFault(kind.word(), kind, "s", new Selection.Rate(1), null, null);
    List<OutputRecord> outputs = stage.process(record, NoState.INSTANCE);
    return new Strike(stage)
        .of(fault, record, outputs).stream().map(sent -> sent.output().partition()).toList();
  }
}
