package io.streamproof.audit.jdbc;

import static io.streamproof.audit.jdbc.ResultColumns.longs;
import static io.streamproof.audit.jdbc.ResultColumns.texts;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Target;
import io.streamproof.audit.observation.BlockKey;
import io.streamproof.audit.observation.LateEmissions;
import io.streamproof.audit.observation.LateEmissions.FirstEmission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Results that took too long, a row per block and batch, until their block is judged. */
final class LateEmissionTable {
  /** Rows that become findings in one go. */
  private static final int MOST = 20_000;

  private final JdbcClient jdbc;
  private final JdbcFindingRepository findings;

  LateEmissionTable(JdbcClient jdbc, JdbcFindingRepository findings) {
    this.jdbc = jdbc;
    this.findings = findings;
  }

  void add(Map<BlockKey, LateEmissions> late) {
    if (late.isEmpty()) {
      return;
    }
    List<BlockKey> keys = new ArrayList<>(late.keySet());
    List<LateEmissions> blocks = new ArrayList<>(late.values());
    List<FirstEmission> firsts = blocks.stream().map(LateEmissions::first).toList();
    jdbc.sql(
            """
            insert into late_emissions
                   (stage_id, partition, number, emissions, slowest_micros, first_offset,
                    first_index, topic, out_partition, out_offset, trace_id, event_time)
            select stage_id, partition, number, emissions, slowest_micros, first_offset,
                   first_index, topic, out_partition, out_offset, trace_id,
                   to_timestamp(millis / 1000.0)
              from unnest(?::smallint[], ?::int[], ?::bigint[], ?::int[], ?::bigint[], ?::bigint[],
                          ?::int[], ?::text[], ?::int[], ?::bigint[], ?::text[], ?::bigint[])
                   as late (stage_id, partition, number, emissions, slowest_micros, first_offset,
                            first_index, topic, out_partition, out_offset, trace_id, millis)
            """)
        .param(ResultColumns.ids(keys, BlockKey::stageId))
        .param(longs(keys, BlockKey::partition))
        .param(longs(keys, BlockKey::number))
        .param(longs(blocks, LateEmissions::count))
        .param(longs(blocks, LateEmissions::slowestMicros))
        .param(longs(firsts, first -> first.emission().offset()))
        .param(longs(firsts, first -> first.emission().index()))
        .param(texts(firsts, first -> first.place().topic()))
        .param(longs(firsts, first -> first.place().partition()))
        .param(longs(firsts, first -> first.place().offset()))
        .param(texts(firsts, FirstEmission::traceId))
        .param(longs(firsts, first -> ResultColumns.clampMillis(first.timeMillis())))
        .update();
  }

  /**
   * Makes a finding of the late results of each block whose segment with the first of them is
   * judged: one per block, however many are late. Those that come when the block was found late
   * already are added to it. A segment that is judged has a row with a verdict, or none any more.
   * Part of the caller's transaction.
   */
  void find(AuditedPipeline pipeline) {
    Duration limit = pipeline.specification().pace().latencyMax();
    if (limit == null) {
      forget(pipeline);
    } else {
      findings.grow(take(pipeline, limit));
    }
  }

  /** Nothing is late any more: a limit may be taken out of a specification while results wait. */
  private void forget(AuditedPipeline pipeline) {
    jdbc.sql("delete from late_emissions where stage_id = any(:stages)")
        .param("stages", stages(pipeline))
        .update();
  }

  /** Takes the rows of judged blocks, in the order of their keys. */
  private List<Finding> take(AuditedPipeline pipeline, Duration limit) {
    Map<Short, AuditedStage> stages = new HashMap<>();
    pipeline.stages().forEach(stage -> stages.put(stage.id(), stage));
    return jdbc.sql(
            """
            with judged as (
              select l.id
                from late_emissions l
               where l.stage_id = any(:stages)
                 and not exists (
                       select from block b
                        where b.stage_id = l.stage_id and b.partition = l.partition
                          and b.first_offset <= l.first_offset and b.end_offset > l.first_offset
                          and b.verdict in ('OPEN', 'SUSPECT'))
               order by l.id
               limit :most
                 for update skip locked
            ), late as (
              delete from late_emissions l using judged j where l.id = j.id returning l.*
            )
            select distinct on (l.stage_id, l.partition, l.number)
                   l.stage_id, l.partition, l.number, l.partition as source_partition,
                   l.first_offset as source_offset, l.first_index as index, l.topic,
                   l.out_partition, l.out_offset, l.trace_id, l.event_time,
                   sum(l.emissions) over block as affected,
                   max(l.slowest_micros) over block as slowest_micros
              from late l
            window block as (partition by l.stage_id, l.partition, l.number)
             order by l.stage_id, l.partition, l.number, l.first_offset, l.first_index
            """)
        .param("stages", stages(pipeline))
        .param("most", MOST)
        .query(
            (row, number) ->
                finding(Objects.requireNonNull(stages.get(row.getShort("stage_id"))), row, limit))
        .list();
  }

  private static Finding finding(AuditedStage stage, ResultSet row, Duration limit)
      throws SQLException {
    return Finding.late(
        stage,
        row.getInt("partition"),
        row.getLong("number"),
        new Target(
            ResultColumns.emission(row),
            ResultColumns.place(row),
            null,
            row.getString("trace_id"),
            ResultColumns.timeOrNull(row, "event_time")),
        row.getLong("affected"),
        Duration.of(row.getLong("slowest_micros"), ChronoUnit.MICROS),
        limit);
  }

  private static Short[] stages(AuditedPipeline pipeline) {
    return pipeline.stages().stream().map(AuditedStage::id).toArray(Short[]::new);
  }
}
