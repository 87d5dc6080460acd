package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.investigation.SuspectBlock;
import io.streamproof.audit.investigation.SuspectBlock.OutputRange;
import io.streamproof.audit.jdbc.BlockTable.OutputRanges;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.audit.observation.OutputIndex;
import io.streamproof.audit.reconciliation.BlockVerdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Blocks that wait for their investigation. */
final class SuspectBlockTable {

  private final JdbcClient jdbc;

  SuspectBlockTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<SuspectBlock> find(AuditedPipeline pipeline, int most) {
    Map<Short, AuditedStage> stages = new HashMap<>();
    pipeline.stages().forEach(stage -> stages.put(stage.id(), stage));
    return jdbc.sql(
            """
            select b.stage_id, b.partition, b.first_offset, b.end_offset, b.records, b.foreign_count,
                   b.expected_count, b.expected_high, b.expected_low, b.expected_last,
                   b.observed_count, b.observed_high, b.observed_low,
                   h.settled_through,
                   array(select lower(r) from unnest(b.ranges) r order by r) as froms,
                   array(select upper(r) from unnest(b.ranges) r order by r) as tos
              from block b
              join hop h on h.stage_id = b.stage_id and h.partition = b.partition
             where b.stage_id = any(?) and b.verdict = 'SUSPECT'
             order by b.stage_id, b.partition, b.first_offset
             limit ?
            """)
        .params(stages.keySet().toArray(Short[]::new), most)
        .query((row, number) -> block(row, stages))
        .list();
  }

  List<ReorderCandidate> candidates(SuspectBlock block) {
    return jdbc.sql(
            """
            select * from suspicion
             where stage_id = ? and partition = ? and "offset" >= ? and "offset" < ?
             order by topic, out_partition, out_offset
            """)
        .params(block.stage().id(), block.partition(), block.from(), block.to())
        .query(
            (row, number) ->
                new ReorderCandidate(
                    row.getShort("stage_id"),
                    new EmissionKey(
                        row.getInt("partition"), row.getLong("offset"), row.getInt("index")),
                    Objects.requireNonNull(ResultColumns.place(row)),
                    new EmissionKey(
                        row.getInt("partition"),
                        row.getLong("behind_offset"),
                        row.getInt("behind_index")),
                    row.getLong("behind_at")))
        .list();
  }

  /**
   * Writes the verdict, unless the block has grown, even if it was judged and is suspect again. A
   * block whose tallies agree has no reorder candidates any more.
   */
  void conclude(SuspectBlock block, BlockVerdict verdict) {
    jdbc.sql(
            """
            update block
               set verdict = ?, suspicions = case when ? then 0 else suspicions end
             where stage_id = ? and partition = ? and first_offset = ? and verdict = 'SUSPECT'
               and records = ? and ranges = ?::int8multirange
            """)
        .params(
            verdict.name(),
            block.agrees() && verdict == BlockVerdict.PROVEN,
            block.stage().id(),
            block.partition(),
            block.from(),
            block.records(),
            OutputRanges.multirange(
                block.ranges().stream().map(range -> packed(block.stage(), range))))
        .update();
  }

  private static String packed(AuditedStage stage, OutputRange range) {
    TopicPartition output = range.partition();
    boolean deadLetters = output.topic().equals(stage.deadLetterTopic());
    return OutputRanges.range(
        OutputIndex.of(output.partition(), deadLetters), range.from(), range.to());
  }

  private static SuspectBlock block(ResultSet row, Map<Short, AuditedStage> stages)
      throws SQLException {
    AuditedStage stage = Objects.requireNonNull(stages.get(row.getShort("stage_id")));
    Long[] froms = (Long[]) row.getArray("froms").getArray();
    Long[] tos = (Long[]) row.getArray("tos").getArray();
    List<OutputRange> ranges = new ArrayList<>(froms.length);
    for (int i = 0; i < froms.length; i++) {
      int index = OutputRanges.index(froms[i]);
      ranges.add(
          new OutputRange(
              OutputIndex.partition(stage, index),
              OutputRanges.offset(froms[i]),
              OutputRanges.offset(tos[i] - 1) + 1));
    }
    return new SuspectBlock(
        stage,
        row.getInt("partition"),
        row.getLong("first_offset"),
        row.getLong("end_offset"),
        row.getInt("records"),
        ResultColumns.tally(row, "expected"),
        row.getLong("expected_last"),
        ResultColumns.tally(row, "observed"),
        row.getInt("foreign_count"),
        row.getLong("settled_through"),
        ranges);
  }
}
