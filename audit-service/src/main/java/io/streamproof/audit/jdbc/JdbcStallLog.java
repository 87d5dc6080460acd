package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.monitor.StallLog;
import io.streamproof.audit.monitor.StallLog.Stall;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Stalls as findings; a stage that stalls at the same offset again resumes the old one. */
@Component
final class JdbcStallLog implements StallLog {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JdbcFindingRepository findings;

  JdbcStallLog(JdbcClient jdbc, TransactionTemplate transaction, JdbcFindingRepository findings) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.findings = findings;
  }

  @Override
  public Set<Stall> ongoing(AuditedPipeline pipeline) {
    return new HashSet<>(
        jdbc.sql(
                """
                select stage, source_partition, source_offset
                  from finding
                 where pipeline_id = ? and kind = 'STALLED' and ongoing
                """)
            .param(pipeline.id())
            .query(
                (row, number) ->
                    new Stall(
                        row.getString("stage"),
                        row.getInt("source_partition"),
                        row.getLong("source_offset")))
            .list());
  }

  @Override
  public void begin(AuditedPipeline pipeline, Set<Stall> stalls) {
    Duration limit = pipeline.specification().pace().stallAfter();
    List<Finding> begun =
        stalls.stream()
            .sorted(Comparator.comparing(Stall::stage).thenComparing(Stall::partition))
            .map(
                stall ->
                    Finding.stalled(
                        pipeline.id(), stall.stage(), stall.partition(), stall.offset(), limit))
            .toList();
    transaction.executeWithoutResult(status -> findings.resume(begun));
  }

  @Override
  public void end(AuditedPipeline pipeline, Set<Stall> stalls) {
    if (stalls.isEmpty()) {
      return;
    }
    List<Stall> rows = List.copyOf(stalls);
    jdbc.sql(
            """
            update finding f
               set ongoing = false, resolved_at = now()
              from unnest(?::text[], ?::int[], ?::bigint[]) as stall (stage, partition, "offset")
             where f.pipeline_id = ? and f.kind = 'STALLED' and f.ongoing
               and f.stage = stall.stage and f.source_partition = stall.partition
               and f.source_offset = stall."offset"
            """)
        .param(ResultColumns.texts(rows, Stall::stage))
        .param(ResultColumns.longs(rows, Stall::partition))
        .param(ResultColumns.longs(rows, Stall::offset))
        .param(pipeline.id())
        .update();
  }
}
