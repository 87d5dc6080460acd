package io.streamproof.audit.jdbc;

import io.streamproof.audit.report.EvidencedFinding;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One finding with its evidence. */
final class SelectFinding {
  private final JdbcClient jdbc;

  SelectFinding(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<EvidencedFinding> of(long id) {
    return jdbc.sql(
            """
            select f.id, p.name as pipeline, f.stage, f.kind, f.source_partition, f.source_offset,
                   f.index, f.topic, f.out_partition, f.out_offset, f.key, f.trace_id, f.traced_at,
                   f.event_time, f.found_at, f.affected, f.ongoing, f.slowest_micros,
                   f.resolved_at, f.detail, f.expected, f.observed
              from finding f
              join pipeline p on p.id = f.pipeline_id
             where f.id = ?
            """)
        .param(id)
        .query(
            (row, number) ->
                new EvidencedFinding(
                    SelectedRows.finding(row),
                    row.getString("expected"),
                    row.getString("observed")))
        .optional();
  }
}
