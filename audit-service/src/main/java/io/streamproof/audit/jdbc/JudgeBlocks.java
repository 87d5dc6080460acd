package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares the two sides of settled blocks. A block is settled when everything that it holds, on
 * either side, comes from below its hop's settled offset.
 */
final class JudgeBlocks {
  /** Blocks that are judged in one go, so that a long replay is folded away in portions. */
  private static final int MOST = 20_000;

  private static final String SETTLED =
      """
      with settled as materialized (
        select b.stage_id, b.partition, b.number,
               (b.number + 1) * 256 <= h.settled_through as is_full,
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
                   and (b.number + 1) * 256 <= h.settled_through
                   and b.expected_count = b.observed_count
                   and b.expected_high = b.observed_high
                   and b.expected_low = b.observed_low)
           and b.expected_last < h.settled_through
           and b.observed_last < h.settled_through
         order by b.stage_id, b.partition, b.number
         limit ?
           for update of b skip locked
      )
      """;

  private final JdbcClient jdbc;

  JudgeBlocks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Judges; gives the number of blocks folded away. */
  int judge(AuditedPipeline pipeline) {
    Short[] stages = pipeline.stages().stream().map(AuditedStage::id).toArray(Short[]::new);
    mark(stages);
    return fold(stages);
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

  private int fold(Short[] stages) {
    return jdbc.sql(
            SETTLED
                + """
                , folded as (
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
                    from folded
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
                select count(*) from folded
                """)
        .params(stages, MOST)
        .query(Integer.class)
        .single();
  }
}
