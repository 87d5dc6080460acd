package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares what ingest claims with what stands in the source topic. A full block whose claims are
 * all met, and that holds nothing unclaimed, is folded away; so is one whose unclaimed records have
 * waited long for a claim: ingest was killed before it could make it, which is no anomaly.
 */
final class JudgeSourceBlocks {
  /** Nobody waits longer for a claim. */
  static final String LONGEST_WAIT = "10 minutes";

  private final JdbcClient jdbc;

  JudgeSourceBlocks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void judge(AuditedPipeline pipeline) {
    jdbc.sql(
            """
            with met as materialized (
              select b.pipeline_id, b.partition, b.number
                from source_block b
                join topic_position p on p.topic = ? and p.partition = b.partition
               where b.pipeline_id = ? and b.verdict = 'OPEN'
                 and (b.number + 1) * 256 <= p.next_offset
                 and b.first_time is not null
                 and (b.claimed = b.observed
                        and b.claimed_high = b.observed_high and b.claimed_low = b.observed_low
                      or (b.claimed & b.observed) = b.claimed
                        and bit_count(b.claimed) < bit_count(b.observed)
                        and b.updated_at < now() - ?::interval)
               order by b.pipeline_id, b.partition, b.number
                 for update of b skip locked
            ), folded as (
              delete from source_block b
               using met m
               where b.pipeline_id = m.pipeline_id and b.partition = m.partition
                 and b.number = m.number
              returning b.*
            )
            insert into source_minute as s
                   (pipeline_id, partition, minute, claimed, observed, last_time)
            select pipeline_id, partition, date_trunc('minute', first_time, 'UTC'),
                   sum(bit_count(claimed)), sum(bit_count(observed)), max(last_time)
              from folded
             group by pipeline_id, partition, date_trunc('minute', first_time, 'UTC')
            on conflict (pipeline_id, partition, minute) do update
               set claimed = s.claimed + excluded.claimed,
                   observed = s.observed + excluded.observed,
                   last_time = greatest(s.last_time, excluded.last_time)
            """)
        .params(pipeline.specification().sourceTopic(), pipeline.id(), LONGEST_WAIT)
        .update();
  }
}
