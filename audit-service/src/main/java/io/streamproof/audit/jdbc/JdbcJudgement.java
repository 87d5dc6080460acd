package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.reconciliation.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Settles and judges blocks in SQL. Rows that an observer is writing to are left for later. */
@Component
final class JdbcJudgement implements Judgement {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JudgeBlocks blocks;
  private final JudgeSourceBlocks sourceBlocks;
  private final TellLateness lateness;

  JdbcJudgement(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.blocks = new JudgeBlocks(jdbc);
    this.sourceBlocks = new JudgeSourceBlocks(jdbc);
    this.lateness = new TellLateness(jdbc);
  }

  @Override
  public Map<TopicPartition, Progress> progress(AuditedPipeline pipeline) {
    Map<TopicPartition, Progress> progress = new HashMap<>();
    jdbc.sql(
            """
            select topic, partition, start_offset, next_offset, last_record
              from topic_position
             where topic = any(?)
            """)
        .param(pipeline.topics().keySet().toArray(String[]::new))
        .query(
            row -> {
              progress.put(
                  new TopicPartition(row.getString("topic"), row.getInt("partition")),
                  new Progress(
                      row.getLong("start_offset"),
                      row.getLong("next_offset"),
                      row.getLong("last_record")));
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
    Integer folded = transaction.execute(status -> blocks.judge(pipeline));
    lateness.tell(pipeline);
    return folded == null ? 0 : folded;
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
}
