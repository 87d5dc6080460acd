package io.streamproof.audit.jdbc;

import io.streamproof.audit.report.Books.Source;
import io.streamproof.audit.report.Range;
import io.streamproof.pipeline.spec.PipelineSpecification;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A pipeline's source topic against the claims of ingest. An acknowledged event that was not seen
 * has no known time: it may be as old as the oldest event of its block, or, if none of the block
 * was seen, it is newer than what its partition has brought so far.
 */
final class SelectSource {
  private final JdbcClient jdbc;

  SelectSource(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Adds them up.
   *
   * @param range of what is not folded away
   * @param folded the range of what is
   */
  Source of(PipelineSpecification pipeline, Range range, Range folded) {
    return jdbc.sql(
            """
            with within as (
              select b.claimed, b.observed, b.verdict,
                     bit_count(b.claimed & ~b.observed) > 0
                       or b.verdict = 'OPEN' and b.claimed = b.observed
                         and (b.claimed_high, b.claimed_low)
                               is distinct from (b.observed_high, b.observed_low)
                       as is_unmet,
                     coalesce(b.first_time, t.last_time, '-infinity') as since,
                     b.first_time is null
                       or date_trunc('minute', b.first_time, 'UTC')
                            >= date_trunc('minute', :from::timestamptz, 'UTC')
                          and date_trunc('minute', b.first_time, 'UTC') < :to::timestamptz
                       as is_within
                from source_block b
                join pipeline p on p.id = b.pipeline_id
                left join topic_position t on t.topic = :topic and t.partition = b.partition
               where p.name = :pipeline
            ), blocks as (
              select coalesce(sum(bit_count(claimed)) filter (where is_within), 0) as claimed,
                     coalesce(sum(bit_count(observed)) filter (where is_within), 0) as observed,
                     count(*) filter (where is_within and is_unmet) as unmet,
                     count(*) filter (where is_within and verdict = 'VIOLATED') as violated,
                     coalesce(
                       min(since) filter (where is_unmet or verdict = 'VIOLATED'), 'infinity')
                       as since
                from within
            ), minutes as (
              select coalesce(sum(m.claimed), 0) as claimed,
                     coalesce(sum(m.observed), 0) as observed
                from source_minute m
                join pipeline p on p.id = m.pipeline_id
               where p.name = :pipeline
                 and m.minute >= date_trunc('minute', :foldedFrom::timestamptz, 'UTC')
                 and m.minute < :foldedTo::timestamptz
            )
            select (b.claimed + m.claimed)::bigint as claimed,
                   (b.observed + m.observed)::bigint as observed,
                   b.unmet, b.violated, b.since
              from blocks b, minutes m
            """)
        .param("pipeline", pipeline.name())
        .param("topic", pipeline.sourceTopic())
        .param("from", SelectedTimes.parameter(range.from()))
        .param("to", SelectedTimes.parameter(range.to()))
        .param("foldedFrom", SelectedTimes.parameter(folded.from()))
        .param("foldedTo", SelectedTimes.parameter(folded.to()))
        .query(
            (row, number) ->
                new Source(
                    row.getLong("claimed"),
                    row.getLong("observed"),
                    row.getLong("unmet"),
                    row.getLong("violated"),
                    SelectedTimes.read(row, "since")))
        .single();
  }
}
