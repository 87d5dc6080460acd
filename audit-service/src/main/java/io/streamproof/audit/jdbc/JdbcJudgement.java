package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.reconciliation.Segment;
import io.streamproof.audit.reconciliation.Segment.Decision;
import io.streamproof.audit.reconciliation.SourceBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Settled offsets, cuts and judgements in PostgreSQL. What is to be done with a segment or a source
 * block it decides itself; SQL only narrows down those that are asked. Rows that an observer is
 * writing to are left for later.
 */
@Component
final class JdbcJudgement implements Judgement {
  /** Segments that are judged in one go, so that a long replay is compacted in portions. */
  private static final int MOST = 20_000;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final CutTable cuts;
  private final SegmentJudgements segments;
  private final SourceBlockTable sourceBlocks;
  private final LateEmissionTable late;

  JdbcJudgement(JdbcTemplate template, TransactionTemplate transaction) {
    this.jdbc = JdbcClient.create(template);
    this.transaction = transaction;
    this.cuts = new CutTable(jdbc);
    this.segments = new SegmentJudgements(jdbc);
    this.sourceBlocks = new SourceBlockTable(jdbc);
    this.late = new LateEmissionTable(jdbc, new JdbcFindingRepository(template));
  }

  @Override
  public Map<TopicPartition, ReadProgress> progress(AuditedPipeline pipeline) {
    Map<TopicPartition, ReadProgress> progress = new HashMap<>();
    jdbc.sql(
            """
            select topic, partition, next_offset, last_record, topic_id,
                   coalesce(halted_why, quarantined_why) as trouble, last_time,
                   epoch, epoch_offset
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
                      row.getString("trouble"),
                      ResultColumns.timeOrNull(row, "last_time"),
                      ResultColumns.mark(row)));
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
            select stage_id, partition, min(first_offset)
              from block
             where stage_id = any(?) and verdict in ('OPEN', 'SUSPECT')
             group by stage_id, partition
            """)
        .param(stages)
        .query(hop(firstUnjudged));
    return new JudgedOffsets(settled, firstUnjudged);
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
  public Map<TopicPartition, Long> cut(AuditedPipeline pipeline, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, List<HopKey>> readers = new HashMap<>();
    ends.keySet().forEach(source -> readers.put(source, readers(pipeline, source)));
    List<HopKey> hops = readers.values().stream().flatMap(List::stream).toList();
    Map<TopicPartition, Long> cut = new HashMap<>();
    transaction.executeWithoutResult(
        status -> {
          cuts.lock(hops);
          cuts.forget(hops);
          readers.forEach(
              (source, own) -> {
                long end = Objects.requireNonNull(ends.get(source));
                long offset = Segment.cut(end, cuts.segments(own, end));
                cuts.cut(own, offset);
                cut.put(source, offset);
              });
        });
    return cut;
  }

  private static List<HopKey> readers(AuditedPipeline pipeline, TopicPartition source) {
    return pipeline.stages().stream()
        .filter(stage -> stage.sourceTopic().equals(source.topic()))
        .map(stage -> new HopKey(stage.id(), source.partition()))
        .toList();
  }

  @Override
  public int judge(AuditedPipeline pipeline) {
    Integer compacted =
        transaction.execute(status -> carryOut(segments.decide(stageIds(pipeline), MOST)));
    transaction.executeWithoutResult(status -> late.find(pipeline));
    return Objects.requireNonNull(compacted);
  }

  private int carryOut(Map<Decision, List<Segment>> decided) {
    segments.mark(decided.getOrDefault(Decision.PROVE, List.of()), BlockVerdict.PROVEN);
    segments.mark(decided.getOrDefault(Decision.SUSPECT, List.of()), BlockVerdict.SUSPECT);
    return segments.compact(decided.getOrDefault(Decision.COMPACT, List.of()));
  }

  @Override
  public List<Ahead> ahead(AuditedPipeline pipeline) {
    List<Ahead> ahead = new ArrayList<>();
    for (AuditedStage stage : pipeline.stages()) {
      jdbc.sql(
              """
              select b.partition, b.first_offset, b.observed_last,
                     coalesce(h.settled_through, -1) as settled
                from block b
                join topic_position p on p.topic = ? and p.partition = b.partition
                left join hop h on h.stage_id = b.stage_id and h.partition = b.partition
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
                        row.getLong("first_offset"),
                        row.getLong("observed_last"),
                        row.getLong("settled")));
              });
    }
    return ahead;
  }

  @Override
  public void suspect(Ahead segment) {
    jdbc.sql(
            """
            update block set verdict = 'SUSPECT'
             where stage_id = ? and partition = ? and first_offset = ? and verdict = 'OPEN'
            """)
        .params(segment.stageId(), segment.partition(), segment.from())
        .update();
  }

  @Override
  public void judgeSource(AuditedPipeline pipeline) {
    transaction.executeWithoutResult(status -> sourceBlocks.judge(pipeline));
  }

  @Override
  public List<SourceBlock> openSourceBlocks(AuditedPipeline pipeline, int most) {
    return sourceBlocks.open(pipeline, most);
  }
}
