package io.streamproof.audit.jdbc;

import io.streamproof.audit.report.LedgerSummary;
import io.streamproof.audit.report.ReportRepository;
import io.streamproof.audit.report.ReportRepository.StageMinute;
import io.streamproof.audit.report.TimeRange;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads summaries in one snapshot of the database, so that a block is never counted twice or not at
 * all.
 */
@Component
final class JdbcReportRepository implements ReportRepository {
  private final JdbcClient jdbc;
  private final TransactionTemplate snapshot;
  private final LedgerSummaryQueries queries;

  JdbcReportRepository(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    snapshot = new TransactionTemplate(transactions);
    snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    snapshot.setReadOnly(true);
    queries = new LedgerSummaryQueries(jdbc);
  }

  @Override
  public LedgerSummary summary(PipelineSpecification pipeline, TimeRange range) {
    return read(
        pipeline,
        range,
        () -> queries.compacted(pipeline.name(), range),
        () -> queries.source(pipeline, range, range));
  }

  @Override
  public LedgerSummary openSummary(PipelineSpecification pipeline) {
    return read(
        pipeline,
        TimeRange.ALL,
        List::of,
        () -> queries.source(pipeline, TimeRange.ALL, TimeRange.NONE));
  }

  private LedgerSummary read(
      PipelineSpecification pipeline,
      TimeRange range,
      Supplier<List<LedgerSummary.CompactedSums>> compacted,
      Supplier<LedgerSummary.SourceSummary> source) {
    String name = pipeline.name();
    LedgerSummary summary =
        snapshot.execute(
            status ->
                new LedgerSummary(
                    queries.specifications(name),
                    queries.hops(name),
                    queries.topics(pipeline),
                    compacted.get(),
                    queries.blocks(name, range),
                    source.get(),
                    queries.findings(pipeline, range)));
    return Objects.requireNonNull(summary);
  }

  @Override
  public List<StageMinute> minutes(PipelineSpecification pipeline, TimeRange range, int limit) {
    return jdbc.sql(
            """
            with own as (
              select s.id, s.name, s.pipeline_id, array_position(:stages::text[], s.name) as place
                from stage s
                join pipeline p on p.id = s.pipeline_id
               where p.name = :pipeline and s.name = any(:stages)
            ), parts as (
              select s.place, s.name, m.minute, m.records, m.emitted_from, m.dead_lettered,
                     m.expected, 0 as pending, 0 as findings
                from hop_minute m join own s on s.id = m.stage_id
              union all
              select s.place, s.name, date_trunc('minute', b.first_time, 'UTC'),
                     b.records, b.emitted_from, b.dead_lettered, b.expected_count, 0, 0
                from block b join own s on s.id = b.stage_id
               where b.verdict not in ('OPEN', 'SUSPECT') and b.records > 0
              union all
              select s.place, s.name, date_trunc('minute', b.first_time, 'UTC'),
                     0, 0, 0, 0, b.records, 0
                from block b join own s on s.id = b.stage_id
               where b.verdict in ('OPEN', 'SUSPECT') and b.records > 0
              union all
              select s.place, s.name, date_trunc('minute', f.event_time, 'UTC'), 0, 0, 0, 0, 0, 1
                from finding f join own s on s.pipeline_id = f.pipeline_id and s.name = f.stage
            )
            select name, minute,
                   sum(records)::bigint as records,
                   sum(emitted_from)::bigint as emitted_from,
                   sum(dead_lettered)::bigint as dead_lettered,
                   sum(expected)::bigint as expected,
                   sum(pending) as pending,
                   sum(findings) as findings
              from parts
             where minute is null
                or minute >= date_trunc('minute', :from::timestamptz, 'UTC')
                   and minute < :to::timestamptz
             group by place, name, minute
             order by place, minute nulls first
             limit :limit
            """)
        .param("pipeline", pipeline.name())
        .param(
            "stages",
            pipeline.stages().stream().map(StageSpecification::name).toArray(String[]::new))
        .param("from", ResultColumns.parameter(range.from()))
        .param("to", ResultColumns.parameter(range.to()))
        .param("limit", limit)
        .query(
            (row, number) ->
                new StageMinute(
                    row.getString("name"),
                    ResultColumns.timeOrNull(row, "minute"),
                    ResultColumns.sums(row),
                    row.getLong("pending"),
                    row.getLong("findings")))
        .list();
  }
}
