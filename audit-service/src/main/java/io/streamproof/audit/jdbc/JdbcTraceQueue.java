package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.tracing.TraceQueue;
import io.streamproof.audit.tracing.TracedFinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Findings of the last 24 hours without a trace; older ones never get one. While one is exported no
 * row is held and no transaction is open, so that nobody who writes to a finding waits; a lock
 * keeps other instances away.
 */
@Component
final class JdbcTraceQueue implements TraceQueue {
  /** Advisory locks of this kind guard exporting; the second key is the pipeline. */
  private static final int LOCK = 0x5350_5452;

  /** Counting stops here. */
  private static final int MANY = 10_000;

  private final DataSource dataSource;
  private final JdbcClient pooled;

  JdbcTraceQueue(DataSource dataSource, JdbcClient pooled) {
    this.dataSource = dataSource;
    this.pooled = pooled;
  }

  @Override
  public int export(
      AuditedPipeline pipeline, int most, Function<List<TracedFinding>, Map<Long, String>> work) {
    Optional<LockedConnection> taken = LockedConnection.tryLock(dataSource, LOCK, pipeline);
    if (taken.isEmpty()) {
      return 0;
    }
    try (LockedConnection locked = taken.get()) {
      JdbcClient jdbc = JdbcClient.create(locked.template());
      // What a second attempt needs is committed before the first one is made.
      freeze(jdbc, pipeline, most);
      List<TracedFinding> batch = frozen(jdbc, pipeline, most);
      if (batch.isEmpty()) {
        return 0;
      }
      Map<Long, String> traces = work.apply(batch);
      traced(jdbc, traces);
      return traces.size();
    }
  }

  @Override
  public long waiting() {
    return pooled
        .sql(
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

  /**
   * Keeps what the traces of the oldest depend on and may change: the kind, and a time that all
   * findings of a trace share.
   */
  private static void freeze(JdbcClient jdbc, AuditedPipeline pipeline, int most) {
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

  private static List<TracedFinding> frozen(JdbcClient jdbc, AuditedPipeline pipeline, int most) {
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
                    FindingKind.valueOf(row.getString("trace_kind")),
                    ResultColumns.emission(row),
                    ResultColumns.place(row),
                    ResultColumns.time(row, "found_at"),
                    ResultColumns.time(row, "trace_time"),
                    row.getString("detail")))
        .list();
  }

  /** Notes the traces that are exported, by the finding's id. */
  private static void traced(JdbcClient jdbc, Map<Long, String> traces) {
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
}
