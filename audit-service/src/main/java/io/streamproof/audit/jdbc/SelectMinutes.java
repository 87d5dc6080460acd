package io.streamproof.audit.jdbc;

import io.streamproof.audit.report.Minute;
import io.streamproof.audit.report.Range;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A pipeline's sums per stage and minute of event time, folded or not, with its findings. */
final class SelectMinutes {
  private final JdbcClient jdbc;

  SelectMinutes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Minute> of(PipelineSpecification pipeline, Range range, int limit) {
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
        .param("from", SelectedTimes.parameter(range.from()))
        .param("to", SelectedTimes.parameter(range.to()))
        .param("limit", limit)
        .query(
            (row, number) ->
                new Minute(
                    row.getString("name"),
                    SelectedTimes.readNullable(row, "minute"),
                    SelectedRows.sums(row),
                    row.getLong("pending"),
                    row.getLong("findings")))
        .list();
  }
}
