package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.reconciliation.Judgement.ReadProgress;
import io.streamproof.pipeline.tally.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Settles and judges blocks in SQL. A block is settled when everything that it holds, on either
 * side, comes from below its hop's settled offset. Rows that an observer is writing to are left for
 * later.
 */
@Component
final class JdbcJudgement implements Judgement {
  /** Blocks that are judged in one go, so that a long replay is compacted in portions. */
  private static final int MOST = 20_000;

  private static final String SETTLED =
      """
      with settled as materialized (
        select b.stage_id, b.partition, b.number,
               (b.number + 1) * %1$s <= h.settled_through as is_full,
               b.expected_count = b.observed_count
                 and b.expected_high = b.observed_high
                 and b.expected_low = b.observed_low
                 and b.foreign_count = 0
                 and b.suspicions = 0 as is_right,
               b.verdict
          from block b
          join hop h on h.stage_id = b.stage_id and h.partition = b.partition
         where b.stage_id = any(?)
           and (b.verdict = 'OPEN'
                or b.verdict = 'PROVEN'
                   and (b.number + 1) * %1$s <= h.settled_through
                   and b.expected_count = b.observed_count
                   and b.expected_high = b.observed_high
                   and b.expected_low = b.observed_low)
           and b.expected_last < h.settled_through
           and b.observed_last < h.settled_through
         order by b.stage_id, b.partition, b.number
         limit ?
           for update of b skip locked
      )
      """
          .formatted(Block.SIZE);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final SourceBlockTable sourceBlocks;
  private final LateEmissionTable late;

  JdbcJudgement(JdbcTemplate template, TransactionTemplate transaction) {
    this.jdbc = JdbcClient.create(template);
    this.transaction = transaction;
    this.sourceBlocks = new SourceBlockTable(jdbc);
    this.late = new LateEmissionTable(jdbc, new JdbcFindingRepository(template));
  }

  @Override
  public Map<TopicPartition, ReadProgress> progress(AuditedPipeline pipeline) {
    Map<TopicPartition, ReadProgress> progress = new HashMap<>();
    jdbc.sql(
            """
            select topic, partition, next_offset, last_record, topic_id,
                   coalesce(halted_why, quarantined_why) as trouble
              from topic_position
             where topic = any(?)
            """)
        .param(pipeline.topics().keySet().toArray(String[]::new))
        .query(
            row -> {
              progress.put(
                  new TopicPartition(row.getString("topic"), row.getInt("partition")),
                  new ReadProgress(
                      row.getLong("next_offset"),
                      row.getLong("last_record"),
                      row.getObject("topic_id", UUID.class),
                      row.getString("trouble")));
            });
    return progress;
  }

  @Override
  public Map<Integer, Long> settled(AuditedStage stage) {
    Map<Integer, Long> settled = new HashMap<>();
    jdbc.sql("select partition, settled_through from hop where stage_id = ?")
        .param(stage.id())
        .query(
            row -> {
              settled.put(row.getInt("partition"), row.getLong("settled_through"));
            });
    return settled;
  }

  @Override
  public JudgedOffsets judged(AuditedPipeline pipeline) {
    Short[] stages = stageIds(pipeline);
    Map<HopKey, Long> settled = new HashMap<>();
    jdbc.sql("select stage_id, partition, settled_through from hop where stage_id = any(?)")
        .param(stages)
        .query(hop(settled));
    Map<HopKey, Long> firstUnjudged = new HashMap<>();
    jdbc.sql(
            """
            select stage_id, partition, min(number) * %1$s
              from block
             where stage_id = any(?) and verdict in ('OPEN', 'SUSPECT')
             group by stage_id, partition
            """
                .formatted(Block.SIZE))
        .param(stages)
        .query(hop(firstUnjudged));
    return new JudgedOffsets(settled, firstUnjudged, sourceBlocks.firstUnclaimed(pipeline));
  }

  private static RowCallbackHandler hop(Map<HopKey, Long> offsets) {
    return row -> offsets.put(new HopKey(row.getShort(1), row.getInt(2)), row.getLong(3));
  }

  private static Short[] stageIds(AuditedPipeline pipeline) {
    return pipeline.stages().stream().map(AuditedStage::id).toArray(Short[]::new);
  }

  @Override
  public void settle(AuditedStage stage, Map<Integer, Long> settled) {
    List<Integer> partitions = new ArrayList<>(settled.keySet().stream().sorted().toList());
    jdbc.sql(
            """
            insert into hop as h (stage_id, partition, settled_through, checked_at)
            select ?, partition, settled, now() from unnest(?::int[], ?::bigint[]) as s (partition, settled)
            on conflict (stage_id, partition) do update
               set settled_through = greatest(h.settled_through, excluded.settled_through),
                   checked_at = excluded.checked_at
            """)
        .param(stage.id())
        .param(partitions.stream().mapToInt(Integer::intValue).toArray())
        .param(partitions.stream().mapToLong(settled::get).toArray())
        .update();
  }

  @Override
  public int judge(AuditedPipeline pipeline) {
    Short[] stages = stageIds(pipeline);
    Integer compacted =
        transaction.execute(
            status -> {
              mark(stages);
              return compact(stages);
            });
    transaction.executeWithoutResult(status -> late.find(pipeline));
    return compacted == null ? 0 : compacted;
  }

  private void mark(Short[] stages) {
    jdbc.sql(
            SETTLED
                + """
                update block b
                   set verdict = case when s.is_right then 'PROVEN' else 'SUSPECT' end
                  from settled s
                 where b.stage_id = s.stage_id and b.partition = s.partition and b.number = s.number
                   and s.verdict = 'OPEN'
                   and not (s.is_right and s.is_full)
                """)
        .params(stages, MOST)
        .update();
  }

  private int compact(Short[] stages) {
    return jdbc.sql(
            SETTLED
                + """
                , compacted as (
                  delete from block b
                   using settled s
                   where b.stage_id = s.stage_id and b.partition = s.partition
                     and b.number = s.number and s.is_right and s.is_full
                  returning b.*
                ), minutes as (
                  insert into hop_minute as m
                         (stage_id, partition, minute, records, emitted_from, dead_lettered,
                          expected, blocks, last_time)
                  select stage_id, partition, date_trunc('minute', first_time, 'UTC'),
                         sum(records), sum(emitted_from), sum(dead_lettered),
                         sum(expected_count), count(*), max(last_time)
                    from compacted
                   where records > 0
                   group by stage_id, partition, date_trunc('minute', first_time, 'UTC')
                  on conflict (stage_id, partition, minute) do update
                     set records = m.records + excluded.records,
                         emitted_from = m.emitted_from + excluded.emitted_from,
                         dead_lettered = m.dead_lettered + excluded.dead_lettered,
                         expected = m.expected + excluded.expected,
                         blocks = m.blocks + excluded.blocks,
                         last_time = greatest(m.last_time, excluded.last_time)
                )
                select count(*) from compacted
                """)
        .params(stages, MOST)
        .query(Integer.class)
        .single();
  }

  @Override
  public List<Ahead> ahead(AuditedPipeline pipeline) {
    List<Ahead> ahead = new ArrayList<>();
    for (AuditedStage stage : pipeline.stages()) {
      jdbc.sql(
              """
              select b.partition, b.number, b.observed_last
                from block b
                join topic_position p on p.topic = ? and p.partition = b.partition
               where b.stage_id = ? and b.verdict = 'OPEN' and b.observed_last >= p.next_offset
                 and p.halted_why is null
              """)
          .params(stage.sourceTopic(), stage.id())
          .query(
              row -> {
                ahead.add(
                    new Ahead(
                        stage.id(),
                        row.getInt("partition"),
                        row.getLong("number"),
                        row.getLong("observed_last")));
              });
    }
    return ahead;
  }

  @Override
  public void suspect(Ahead block) {
    jdbc.sql(
            """
            update block set verdict = 'SUSPECT'
             where stage_id = ? and partition = ? and number = ? and verdict = 'OPEN'
            """)
        .params(block.stageId(), block.partition(), block.number())
        .update();
  }

  @Override
  public void judgeSource(AuditedPipeline pipeline) {
    transaction.executeWithoutResult(status -> sourceBlocks.judge(pipeline));
  }

  @Override
  public long unclaimedBelow(AuditedPipeline pipeline, Map<Integer, Long> offsets) {
    return sourceBlocks.unclaimedBelow(pipeline, offsets);
  }
}
