package io.streamproof.audit.jdbc;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.report.LedgerSummary.BlockGroup;
import io.streamproof.audit.report.LedgerSummary.CompactedSums;
import io.streamproof.audit.report.LedgerSummary.FindingGroup;
import io.streamproof.audit.report.LedgerSummary.HopProgress;
import io.streamproof.audit.report.LedgerSummary.SourceSummary;
import io.streamproof.audit.report.LedgerSummary.SpecificationSince;
import io.streamproof.audit.report.LedgerSummary.TopicProgress;
import io.streamproof.audit.report.TimeRange;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.tally.Block;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The parts of a pipeline's summary, a query each; the caller's transaction holds them together.
 */
final class LedgerSummaryQueries {
  private final JdbcClient jdbc;

  LedgerSummaryQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How far the hops are settled. */
  List<HopProgress> hops(String pipeline) {
    return jdbc.sql(
            """
            select s.name, h.partition, h.settled_through
              from hop h
              join stage s on s.id = h.stage_id
              join pipeline p on p.id = s.pipeline_id
             where p.name = ?
            """)
        .param(pipeline)
        .query(
            (row, number) ->
                new HopProgress(
                    row.getString("name"), row.getInt("partition"), row.getLong("settled_through")))
        .list();
  }

  /** The specifications of a pipeline, the newest first. */
  List<SpecificationSince> specifications(String pipeline) {
    return jdbc.sql(
            """
            select f.hash, f.since
              from specification f
              join pipeline p on p.id = f.pipeline_id
             where p.name = ?
             order by f.since desc
             limit 100
            """)
        .param(pipeline)
        .query(
            (row, number) ->
                new SpecificationSince(row.getString("hash"), ResultColumns.time(row, "since")))
        .list();
  }

  /** How far the topics of a pipeline have been read. */
  List<TopicProgress> topics(PipelineSpecification pipeline) {
    String[] topics =
        Stream.concat(
                Stream.of(pipeline.sourceTopic(), pipeline.claimsTopic()),
                pipeline.stages().stream()
                    .flatMap(
                        stage ->
                            Stream.of(
                                pipeline.outputTopic(stage), pipeline.deadLetterTopic(stage))))
            .distinct()
            .toArray(String[]::new);
    return jdbc.sql(
            """
            select topic, partition, start_offset, next_offset, last_time,
                   baseline_offset, judged_from, baseline_at,
                   coalesce(halted_why, quarantined_why) as trouble,
                   halted_why is not null as is_halted
              from topic_position
             where topic = any(?)
            """)
        .param(topics)
        .query(
            (row, number) ->
                new TopicProgress(
                    row.getString("topic"),
                    row.getInt("partition"),
                    row.getLong("start_offset"),
                    row.getLong("next_offset"),
                    ResultColumns.timeOrNull(row, "last_time"),
                    row.getString("trouble"),
                    row.getBoolean("is_halted"),
                    row.getObject("baseline_at") == null ? null : ResultColumns.baseline(row)))
        .list();
  }

  /** The sums of the blocks that are compacted, per stage. */
  List<CompactedSums> compacted(String pipeline, TimeRange range) {
    return jdbc.sql(
            """
            select s.name,
                   sum(m.records)::bigint as records,
                   sum(m.emitted_from)::bigint as emitted_from,
                   sum(m.dead_lettered)::bigint as dead_lettered,
                   sum(m.expected)::bigint as expected
              from hop_minute m
              join stage s on s.id = m.stage_id
              join pipeline p on p.id = s.pipeline_id
             where p.name = :pipeline
               and m.minute >= date_trunc('minute', :from::timestamptz, 'UTC')
               and m.minute < :to::timestamptz
             group by s.name
            """)
        .param("pipeline", pipeline)
        .param("from", ResultColumns.parameter(range.from()))
        .param("to", ResultColumns.parameter(range.to()))
        .query((row, number) -> new CompactedSums(row.getString("name"), ResultColumns.sums(row)))
        .list();
  }

  /** The blocks that are not compacted, grouped by verdict. */
  List<BlockGroup> blocks(String pipeline, TimeRange range) {
    return jdbc.sql(
            """
            select s.name, b.partition, b.verdict,
                   count(*) filter (where b.is_within) as count,
                   coalesce(sum(b.records) filter (where b.is_within), 0) as records,
                   coalesce(sum(b.emitted_from) filter (where b.is_within), 0) as emitted_from,
                   coalesce(sum(b.dead_lettered) filter (where b.is_within), 0) as dead_lettered,
                   coalesce(sum(b.expected_count) filter (where b.is_within), 0) as expected,
                   min(b.first_offset) as first,
                   coalesce(min(b.first_time), 'infinity') as since
              from (select block.*,
                           first_time is null
                             or date_trunc('minute', first_time, 'UTC')
                                  >= date_trunc('minute', :from::timestamptz, 'UTC')
                                and date_trunc('minute', first_time, 'UTC') < :to::timestamptz
                             as is_within
                      from block) b
              join stage s on s.id = b.stage_id
              join pipeline p on p.id = s.pipeline_id
             where p.name = :pipeline
             group by s.name, b.partition, b.verdict
            """)
        .param("pipeline", pipeline)
        .param("from", ResultColumns.parameter(range.from()))
        .param("to", ResultColumns.parameter(range.to()))
        .query(
            (row, number) ->
                new BlockGroup(
                    row.getString("name"),
                    row.getInt("partition"),
                    BlockVerdict.valueOf(row.getString("verdict")),
                    row.getLong("count"),
                    ResultColumns.sums(row),
                    row.getLong("first"),
                    ResultColumns.time(row, "since")))
        .list();
  }

  /**
   * The source topic against the claims of ingest. An acknowledged event that is not there has no
   * known time: it may be as old as the oldest event of its block, or, if none of the block was
   * seen, it is newer than what its partition has brought so far. Claims that repeat those of a
   * compacted block count again only if they are found to be false.
   *
   * @param range of what is not compacted
   * @param compacted the range of what is
   */
  SourceSummary source(PipelineSpecification pipeline, TimeRange range, TimeRange compacted) {
    return jdbc.sql(
            """
            with within as (
              select b.claimed, b.observed, b.verdict,
                     b.first_time is null
                       or date_trunc('minute', b.first_time, 'UTC')
                            >= date_trunc('minute', :from::timestamptz, 'UTC')
                          and date_trunc('minute', b.first_time, 'UTC') < :to::timestamptz
                       as is_within
                from source_block b
                join pipeline p on p.id = b.pipeline_id
                left join source_progress s
                  on s.pipeline_id = b.pipeline_id and s.partition = b.partition
               where p.name = :pipeline
                 and (b.verdict <> 'OPEN' or b.number >= coalesce(s.compacted_below, 0))
            ), blocks as (
              select coalesce(sum(bit_count(claimed)) filter (where is_within), 0) as claimed,
                     coalesce(sum(bit_count(observed)) filter (where is_within), 0) as observed,
                     count(*) filter (where is_within and verdict = 'VIOLATED') as violated
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
                   b.violated
              from blocks b, minutes m
            """)
        .param("pipeline", pipeline.name())
        .param("from", ResultColumns.parameter(range.from()))
        .param("to", ResultColumns.parameter(range.to()))
        .param("foldedFrom", ResultColumns.parameter(compacted.from()))
        .param("foldedTo", ResultColumns.parameter(compacted.to()))
        .query(
            (row, number) ->
                new SourceSummary(
                    row.getLong("claimed"), row.getLong("observed"), row.getLong("violated")))
        .single();
  }

  /**
   * How many findings of each kind there are, and since when. A claim that is not met has no time
   * of its own: that of its block stands for it, or of the newest event of its partition if nothing
   * of the block was read. Where neither is known, nothing is proven.
   */
  List<FindingGroup> findings(PipelineSpecification pipeline, TimeRange range) {
    return jdbc.sql(
            """
            select f.stage, f.kind, f.source_partition,
                   count(*) filter
                     (where f.event_time is null
                         or date_trunc('minute', f.event_time, 'UTC')
                              >= date_trunc('minute', :from::timestamptz, 'UTC')
                            and date_trunc('minute', f.event_time, 'UTC') < :to::timestamptz)
                     as count,
                   min(coalesce(f.event_time, b.first_time,
                                case when b.number is not null then t.last_time end,
                                '-infinity')) as since
              from finding f
              join pipeline p on p.id = f.pipeline_id
              left join source_block b
                on f.stage = 'source' and f.event_time is null and b.pipeline_id = f.pipeline_id
                   and b.partition = f.source_partition and b.number = f.source_offset / :block
              left join topic_position t on t.topic = :topic and t.partition = b.partition
             where p.name = :pipeline
             group by f.stage, f.kind, f.source_partition
            """)
        .param("pipeline", pipeline.name())
        .param("topic", pipeline.sourceTopic())
        .param("block", Block.SIZE)
        .param("from", ResultColumns.parameter(range.from()))
        .param("to", ResultColumns.parameter(range.to()))
        .query(
            (row, number) ->
                new FindingGroup(
                    row.getString("stage"),
                    FindingKind.valueOf(row.getString("kind")),
                    row.getObject("source_partition", Integer.class),
                    row.getLong("count"),
                    ResultColumns.time(row, "since")))
        .list();
  }
}
