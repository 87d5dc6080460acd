package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.tracing.TracedFinding;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Findings of the last 24 hours that have no trace; older ones never get one. */
final class UntracedFindings {
  /** Counting stops here. */
  private static final int MANY = 10_000;

  private final JdbcClient jdbc;

  UntracedFindings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Keeps, of the oldest, what their traces depend on and may change: the kind, and a time that all
   * findings of a trace share.
   */
  void freeze(AuditedPipeline pipeline, int most) {
    jdbc.sql(
            """
            with oldest as (
              select id, kind, trace_id, found_at, trace_time
                from finding
               where pipeline_id = :pipeline and traced_at is null
                 and found_at > now() - interval '24 hours'
               order by found_at, id
               limit :most),
            timed as (
              select o.id, o.kind, o.trace_time,
                     coalesce(
                       (select min(f.trace_time) from finding f where f.trace_id = o.trace_id),
                       min(o.found_at) over (partition by coalesce(o.trace_id, o.id::text))) as time
                from oldest o)
            update finding f
               set trace_kind = t.kind, trace_time = t.time
              from timed t
             where f.id = t.id and t.trace_time is null
            """)
        .param("pipeline", pipeline.id())
        .param("most", most)
        .update();
  }

  List<TracedFinding> frozen(AuditedPipeline pipeline, int most) {
    return jdbc.sql(
            """
            select id, stage, trace_kind, source_partition, source_offset, index,
                   topic, out_partition, out_offset, found_at, trace_time, detail
              from finding
             where pipeline_id = ? and traced_at is null and trace_time is not null
               and found_at > now() - interval '24 hours'
             order by found_at, id
             limit ?
            """)
        .params(pipeline.id(), most)
        .query(
            (row, number) ->
                new TracedFinding(
                    row.getLong("id"),
                    row.getString("stage"),
                    Kind.valueOf(row.getString("trace_kind")),
                    SelectedRows.cause(row),
                    SelectedRows.place(row),
                    SelectedTimes.read(row, "found_at"),
                    SelectedTimes.read(row, "trace_time"),
                    row.getString("detail")))
        .list();
  }

  /** Notes the traces that are exported, by the finding's id. */
  void traced(Map<Long, String> traces) {
    jdbc.sql(
            """
            update finding f
               set traced_at = clock_timestamp(), trace_id = t.trace
              from unnest(?::bigint[], ?::text[]) as t (id, trace)
             where f.id = t.id
            """)
        .params(traces.keySet().toArray(Long[]::new), traces.values().toArray(String[]::new))
        .update();
  }

  long count() {
    return jdbc.sql(
            """
            select count(*)
              from (select from finding
                     where traced_at is null and found_at > now() - interval '24 hours'
                     limit ?) waiting
            """)
        .param(MANY)
        .query(Long.class)
        .single();
  }
}
