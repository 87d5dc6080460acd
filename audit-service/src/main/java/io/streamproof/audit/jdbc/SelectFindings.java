package io.streamproof.audit.jdbc;

import io.streamproof.audit.report.FindingQuery;
import io.streamproof.audit.report.FindingSummary;
import java.sql.Types;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A page of a pipeline's findings, newest first, without their evidence. */
final class SelectFindings {
  private final JdbcClient jdbc;

  SelectFindings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<FindingSummary> newest(FindingQuery query) {
    return jdbc.sql(
            """
            select f.id, p.name as pipeline, f.stage, f.kind, f.source_partition, f.source_offset,
                   f.index, f.topic, f.out_partition, f.out_offset, f.key, f.trace_id, f.traced_at,
                   f.event_time, f.found_at, f.affected, f.ongoing, f.slowest_micros,
                   f.resolved_at, f.detail
              from finding f
              join pipeline p on p.id = f.pipeline_id
             where p.name = :pipeline
               and (:kind::text is null or f.kind = :kind)
               and (:stage::text is null or f.stage = :stage)
               and f.id < :after
             order by f.id desc
             limit :limit
            """)
        .param("pipeline", query.pipeline())
        .param("kind", query.kind() == null ? null : query.kind().name(), Types.VARCHAR)
        .param("stage", query.stage(), Types.VARCHAR)
        .param("after", query.after() == null ? Long.MAX_VALUE : query.after())
        .param("limit", query.limit())
        .query((row, number) -> SelectedRows.finding(row))
        .list();
  }
}
