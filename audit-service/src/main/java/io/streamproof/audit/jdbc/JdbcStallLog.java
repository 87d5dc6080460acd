package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.watch.Stall;
import io.streamproof.audit.watch.StallLog;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Stalls as findings; a stage that stands where it has stood before resumes the old one. */
@Component
final class JdbcStallLog implements StallLog {
  private final JdbcClient jdbc;

  JdbcStallLog(JdbcClient jdbc) {
    this.jdbc = jdbc;
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
    if (stalls.isEmpty()) {
      return;
    }
    List<Stall> rows = List.copyOf(stalls);
    jdbc.sql(
            """
            insert into finding
                   (pipeline_id, stage, kind, identity, source_partition, source_offset, index,
                    ongoing, detail)
            select ?, stage, 'STALLED', format('%s:%s@%s', stage, partition, "offset"),
                   partition, "offset", 0, true, ?
              from unnest(?::text[], ?::int[], ?::bigint[]) as stall (stage, partition, "offset")
             order by stage, partition
            on conflict (pipeline_id, stage, identity,
                         (case kind when 'DIVERGED' then 'CORRUPTED' else kind end))
            do update set ongoing = true, resolved_at = null
            """)
        .param(pipeline.id())
        .param(
            "it has committed nothing for %d ms, though records wait from this one on"
                .formatted(pipeline.specification().pace().stallAfter().toMillis()))
        .param(stages(rows))
        .param(partitions(rows))
        .param(offsets(rows))
        .update();
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
        .param(stages(rows))
        .param(partitions(rows))
        .param(offsets(rows))
        .param(pipeline.id())
        .update();
  }

  private static String[] stages(List<Stall> stalls) {
    return stalls.stream().map(Stall::stage).toArray(String[]::new);
  }

  private static int[] partitions(List<Stall> stalls) {
    return stalls.stream().mapToInt(Stall::partition).toArray();
  }

  private static long[] offsets(List<Stall> stalls) {
    return stalls.stream().mapToLong(Stall::offset).toArray();
  }
}
