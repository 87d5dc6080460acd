package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.KeyHistory.OpenCase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Findings of stateful stages that may still grow. */
final class OpenCases {
  private final JdbcClient jdbc;

  OpenCases(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<OpenCase> find(AuditedStage stage, int partition, byte[] key) {
    return jdbc.sql(
            """
            select id, last_offset from finding
             where pipeline_id = ? and stage = ? and source_partition = ? and key = ?
               and ongoing and kind in ('CORRUPTED', 'DIVERGED') and last_offset is not null
             order by id desc
             limit 1
            """)
        .params(stage.pipelineId(), stage.name(), partition, key)
        .query((row, number) -> new OpenCase(row.getLong("id"), row.getLong("last_offset")))
        .optional();
  }

  /** Adds emissions to findings; those that are counted already add nothing. */
  void worsen(Map<Long, List<Long>> offsetsByFinding) {
    offsetsByFinding.forEach(
        (id, offsets) ->
            jdbc.sql(
                    """
                    update finding f
                       set kind = 'DIVERGED', affected = affected + further.count,
                           last_offset = further.last
                      from (select count(*) as count, max(o) as last
                              from finding g, unnest(?::bigint[]) o
                             where g.id = ? and o > g.last_offset) further
                     where f.id = ? and further.count > 0
                    """)
                .params(offsets.toArray(Long[]::new), id, id)
                .update());
  }

  void close(List<Long> findings) {
    if (!findings.isEmpty()) {
      jdbc.sql("update finding set ongoing = false where id = any(?)")
          .param(findings.toArray(Long[]::new))
          .update();
    }
  }
}
