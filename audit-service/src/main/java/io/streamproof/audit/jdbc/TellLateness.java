package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes a finding of the late results of each block that is judged: one per block, however many are
 * late. Those that come when the block was found late already are added to it. A block that is
 * judged has a row with a verdict, or none any more.
 */
final class TellLateness {
  /** Rows told in one go. */
  private static final int MOST = 20_000;

  private final JdbcClient jdbc;

  TellLateness(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void tell(AuditedPipeline pipeline) {
    Duration most = pipeline.specification().pace().latencyMax();
    if (most == null) {
      forget(pipeline);
    } else {
      tell(pipeline, most);
    }
  }

  /** Nothing is late any more: a limit may be taken out of a specification while results wait. */
  private void forget(AuditedPipeline pipeline) {
    jdbc.sql("delete from late_emissions where stage_id = any(:stages)")
        .param("stages", stages(pipeline))
        .update();
  }

  private void tell(AuditedPipeline pipeline, Duration most) {
    jdbc.sql(
            """
            with judged as (
              select l.id
                from late_emissions l
               where l.stage_id = any(:stages)
                 and not exists (
                       select from block b
                        where b.stage_id = l.stage_id and b.partition = l.partition
                          and b.number = l.number and b.verdict in ('OPEN', 'SUSPECT'))
               order by l.id
               limit :most
                 for update skip locked
            ), late as (
              delete from late_emissions l using judged j where l.id = j.id returning l.*
            ), told as (
              select distinct on (l.stage_id, l.partition, l.number)
                     l.*, s.name as stage, s.pipeline_id,
                     sum(l.emissions) over block as affected,
                     max(l.slowest_micros) over block as slowest
                from late l
                join stage s on s.id = l.stage_id
              window block as (partition by l.stage_id, l.partition, l.number)
               order by l.stage_id, l.partition, l.number, l.first_offset, l.first_index
            )
            insert into finding as f
                   (pipeline_id, stage, kind, identity, source_partition, source_offset, index,
                    topic, out_partition, out_offset, trace_id, event_time, affected,
                    slowest_micros, detail)
            select pipeline_id, stage, 'LATE',
                   format('%s:%s@%s-%s', stage, partition, number * 256, number * 256 + 255),
                   partition, first_offset, first_index, topic, out_partition, out_offset, trace_id,
                   event_time, affected, slowest, :detail
              from told
             order by stage_id, partition, number
            on conflict (pipeline_id, stage, identity,
                         (case kind when 'DIVERGED' then 'CORRUPTED' else kind end))
            do update set affected = f.affected + excluded.affected,
                          slowest_micros = greatest(f.slowest_micros, excluded.slowest_micros)
            """)
        .param("stages", stages(pipeline))
        .param("most", MOST)
        .param("detail", detail(most))
        .update();
  }

  private static Short[] stages(AuditedPipeline pipeline) {
    return pipeline.stages().stream().map(AuditedStage::id).toArray(Short[]::new);
  }

  /** It does not change while the finding grows, so that its trace, once exported, stays right. */
  private static String detail(Duration most) {
    return "it took longer than the %d ms allowed, from its event's arrival to its emission"
        .formatted(most.toMillis());
  }
}
