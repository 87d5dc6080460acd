package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.investigation.SuspectBlock;
import io.streamproof.audit.investigation.SuspectBlock.OutputRange;
import io.streamproof.audit.jdbc.BlockTable.OutputRanges;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.audit.observation.OutputIndex;
import io.streamproof.audit.reconciliation.BlockVerdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
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
                   h.settled_through, coalesce(p.judged_from, 0) as judged_from,
                   array(select lower(r) from unnest(b.ranges) r order by r) as froms,
                   array(select upper(r) from unnest(b.ranges) r order by r) as tos
              from block b
              join hop h on h.stage_id = b.stage_id and h.partition = b.partition
              join unnest(?::smallint[], ?::text[]) as s (id, source) on s.id = b.stage_id
              left join topic_position p on p.topic = s.source and p.partition = b.partition
             where b.verdict = 'SUSPECT'
             order by b.stage_id, b.partition, b.first_offset
             limit ?
            """)
        .param(ResultColumns.ids(pipeline.stages(), AuditedStage::id))
        .param(ResultColumns.texts(pipeline.stages(), AuditedStage::sourceTopic))
        .param(most)
        .query((row, number) -> block(row, stages))
        .list();
  }

  List<ReorderCandidate> candidates(
      SuspectBlock block, @Nullable ReorderCandidate after, int most) {
    return jdbc.sql(
            """
            select * from suspicion
             where stage_id = :stage and partition = :partition
               and "offset" >= :first and "offset" < :end
               and (:offset::bigint is null
                    or ("offset", index, topic, out_partition, out_offset)
                       > (:offset::bigint, :index::int, :topic::text, :out_partition::int, :out_offset::bigint))
             order by "offset", index, topic, out_partition, out_offset
             limit :most
            """)
        .param("stage", block.stage().id())
        .param("partition", block.partition())
        .param("first", block.from())
        .param("end", block.to())
        .param("offset", after == null ? null : after.emission().offset(), Types.BIGINT)
        .param("index", after == null ? null : after.emission().index(), Types.INTEGER)
        .param("topic", after == null ? null : after.place().topic(), Types.VARCHAR)
        .param("out_partition", after == null ? null : after.place().partition(), Types.INTEGER)
        .param("out_offset", after == null ? null : after.place().offset(), Types.BIGINT)
        .param("most", most)
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
   * Writes the verdict and forgets the candidates, unless the block stays open, or has grown, even
   * if it was judged and is suspect again. Of candidates there remains how many are out of order: a
   * block that holds any is never right, though it is investigated again when the candidates are
   * gone.
   */
  void conclude(SuspectBlock block, BlockConclusion conclusion) {
    long reordered = conclusion.verdict() == BlockVerdict.OPEN ? 0 : reordered(conclusion);
    jdbc.sql(
            """
            with concluded as (
              select stage_id, partition, first_offset from block
               where stage_id = :stage and partition = :partition and first_offset = :first
                 and verdict = 'SUSPECT' and records = :records
                 and ranges = :ranges::int8multirange
                 for update
            ), forgotten as (
              delete from suspicion s using concluded c
               where :verdict <> 'OPEN'
                 and s.stage_id = c.stage_id and s.partition = c.partition
                 and s."offset" >= :first and s."offset" < :end
              returning 1
            )
            update block b
               set verdict = case when :verdict = 'PROVEN' and b.suspicions > f.count
                                  then 'VIOLATED' else :verdict end,
                   suspicions = b.suspicions - f.count + :reordered
              from concluded c, (select count(*)::int from forgotten) f
             where b.stage_id = c.stage_id and b.partition = c.partition
               and b.first_offset = c.first_offset
            """)
        .param("stage", block.stage().id())
        .param("partition", block.partition())
        .param("records", block.records())
        .param(
            "ranges",
            OutputRanges.multirange(
                block.ranges().stream().map(range -> packed(block.stage(), range))))
        .param("first", block.from())
        .param("end", block.to())
        .param("verdict", conclusion.verdict().name())
        .param("reordered", reordered)
        .update();
  }

  private static long reordered(BlockConclusion conclusion) {
    return conclusion.findings().stream()
        .filter(finding -> finding.kind() == FindingKind.REORDERED)
        .mapToLong(finding -> finding.extent().affected())
        .sum();
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
        row.getLong("judged_from"),
        row.getInt("records"),
        ResultColumns.tally(row, "expected"),
        row.getLong("expected_last"),
        ResultColumns.tally(row, "observed"),
        row.getInt("foreign_count"),
        row.getLong("settled_through"),
        ranges);
  }
}
