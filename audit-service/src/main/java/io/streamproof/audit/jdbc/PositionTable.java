package io.streamproof.audit.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.audit.baseline.Baseline;
import io.streamproof.audit.baseline.PipelineBaseline;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.log.LogIdentity;
import io.streamproof.audit.log.LogIdentity.EpochMark;
import io.streamproof.audit.observation.Ledger.FencedException;
import io.streamproof.audit.observation.ObservedBatch;
import io.streamproof.audit.observation.ReadPosition;
import io.streamproof.audit.observation.ReadPosition.OriginMark;
import io.streamproof.pipeline.record.JsonCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far each topic partition has been read. */
final class PositionTable {
  private final JdbcClient jdbc;

  PositionTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<ReadPosition> find(TopicPartition partition) {
    return jdbc.sql(
            """
            select start_offset, next_offset, last_record, last_origins,
                   (extract(epoch from last_time) * 1000)::bigint as last_time,
                   topic_id, epoch, epoch_offset, halted_why is not null as is_halted
              from topic_position
             where topic = ? and partition = ?
            """)
        .params(partition.topic(), partition.partition())
        .query(PositionTable::position)
        .optional();
  }

  /** Begins a partition; a ledger of old learns which log it was. */
  void insert(TopicPartition partition, ReadPosition position) {
    jdbc.sql(
            """
            insert into topic_position as p (topic, partition, start_offset, next_offset, topic_id)
            values (?, ?, ?, ?, ?)
            on conflict (topic, partition) do update
               set topic_id = excluded.topic_id
             where p.topic_id is null
            """)
        .params(partition.topic(), partition.partition(), position.start(), position.next())
        .param(position.log().topicId())
        .update();
  }

  /**
   * Begins partitions where a baseline says, unless any of the pipeline's is there already. Writers
   * take turns by the pipeline's row.
   */
  boolean accept(AuditedPipeline pipeline, PipelineBaseline baseline) {
    jdbc.sql("select id from pipeline where id = ? for update")
        .param(pipeline.id())
        .query(Short.class)
        .single();
    if (isKnown(pipeline)) {
      return false;
    }
    List<Map.Entry<TopicPartition, Baseline>> rows = List.copyOf(baseline.partitions().entrySet());
    return jdbc.sql(
                """
                insert into topic_position
                       (topic, partition, start_offset, next_offset,
                        baseline_offset, judged_from, baseline_at)
                select topic, partition, start, start, start, judged_from, ?
                  from unnest(?::text[], ?::int[], ?::bigint[], ?::bigint[])
                       as b (topic, partition, start, judged_from)
                on conflict do nothing
                """)
            .param(ResultColumns.parameter(rows.get(0).getValue().acceptedAt()))
            .param(ResultColumns.texts(rows, row -> row.getKey().topic()))
            .param(ResultColumns.longs(rows, row -> row.getKey().partition()))
            .param(ResultColumns.longs(rows, row -> row.getValue().readFrom()))
            .param(ResultColumns.longs(rows, row -> row.getValue().judgedFrom()))
            .update()
        == rows.size();
  }

  private boolean isKnown(AuditedPipeline pipeline) {
    return jdbc.sql("select exists (select from topic_position where topic = any(?))")
        .param(pipeline.topics().keySet().toArray(String[]::new))
        .query(Boolean.class)
        .single();
  }

  PipelineBaseline baseline(AuditedPipeline pipeline) {
    Map<TopicPartition, Baseline> baselines = new HashMap<>();
    jdbc.sql(
            """
            select topic, partition, baseline_offset, judged_from, baseline_at
              from topic_position
             where topic = any(?) and baseline_at is not null
            """)
        .param(pipeline.topics().keySet().toArray(String[]::new))
        .query(
            row -> {
              baselines.put(
                  new TopicPartition(row.getString("topic"), row.getInt("partition")),
                  ResultColumns.baseline(row));
            });
    return new PipelineBaseline(baselines);
  }

  /** Moves a position that is still where the batch began. */
  void move(TopicPartition partition, ObservedBatch.Move move) {
    ReadPosition to = move.to();
    EpochMark mark = to.log().mark();
    int moved =
        jdbc.sql(
                """
                update topic_position
                   set next_offset = ?, last_record = ?, last_time = to_timestamp(? / 1000.0),
                       last_origins = ?::jsonb, epoch = ?, epoch_offset = ?,
                       quarantined_why = null
                 where topic = ? and partition = ? and next_offset = ?
                   and halted_why is null
                """)
            .param(to.next())
            .param(to.lastRecord())
            .param(new SqlParameterValue(Types.BIGINT, to.lastTimeMillis()))
            .param(json(to.lastOrigins()))
            .param(new SqlParameterValue(Types.INTEGER, mark == null ? null : mark.epoch()))
            .param(new SqlParameterValue(Types.BIGINT, mark == null ? null : mark.offset()))
            .param(partition.topic())
            .param(partition.partition())
            .param(move.from())
            .update();
    if (moved != 1) {
      throw new FencedException(partition, move.from());
    }
  }

  void skipTo(TopicPartition partition, long offset) {
    jdbc.sql(
            """
            update topic_position
               set start_offset = ?, next_offset = greatest(next_offset, ?),
                   epoch = null, epoch_offset = null
             where topic = ? and partition = ?
            """)
        .params(offset, offset, partition.topic(), partition.partition())
        .update();
  }

  void halt(TopicPartition partition, @Nullable Long from, String why) {
    jdbc.sql(
            """
            update topic_position set halted_why = ?, halted_at = ?
             where topic = ? and partition = ?
            """)
        .param(ResultColumns.text(why))
        .param(from)
        .params(partition.topic(), partition.partition())
        .update();
  }

  void quarantine(TopicPartition partition, String why) {
    jdbc.sql("update topic_position set quarantined_why = ? where topic = ? and partition = ?")
        .param(ResultColumns.text(why))
        .params(partition.topic(), partition.partition())
        .update();
  }

  void release(Set<TopicPartition> partitions) {
    List<TopicPartition> rows = List.copyOf(partitions);
    jdbc.sql(
            """
            update topic_position p
               set quarantined_why = null
              from unnest(?::text[], ?::int[]) as r (topic, partition)
             where p.topic = r.topic and p.partition = r.partition
               and p.quarantined_why is not null
            """)
        .param(ResultColumns.texts(rows, TopicPartition::topic))
        .param(ResultColumns.longs(rows, TopicPartition::partition))
        .update();
  }

  /** Those whose position is not the given one. */
  Set<TopicPartition> moved(Map<TopicPartition, Long> positions) {
    List<Map.Entry<TopicPartition, Long>> rows = List.copyOf(positions.entrySet());
    return Set.copyOf(
        jdbc.sql(
                """
                select g.topic, g.partition
                  from unnest(?::text[], ?::int[], ?::bigint[]) as g (topic, partition, next_offset)
                  left join topic_position p on p.topic = g.topic and p.partition = g.partition
                 where p.next_offset is distinct from g.next_offset or p.halted_why is not null
                """)
            .param(ResultColumns.texts(rows, row -> row.getKey().topic()))
            .param(ResultColumns.longs(rows, row -> row.getKey().partition()))
            .param(ResultColumns.longs(rows, Map.Entry::getValue))
            .query((row, number) -> new TopicPartition(row.getString(1), row.getInt(2)))
            .list());
  }

  private static ReadPosition position(ResultSet row, int number) throws SQLException {
    return new ReadPosition(
        row.getLong("start_offset"),
        row.getLong("next_offset"),
        row.getLong("last_record"),
        row.getObject("last_time", Long.class),
        marks(row.getString("last_origins")),
        log(row),
        row.getBoolean("is_halted"));
  }

  private static LogIdentity log(ResultSet row) throws SQLException {
    return new LogIdentity(row.getObject("topic_id", UUID.class), ResultColumns.mark(row));
  }

  private static String json(Map<String, OriginMark> marks) {
    Map<String, Object> members = new LinkedHashMap<>();
    marks.forEach(
        (line, mark) -> members.put(line, List.of(mark.offset(), (long) mark.index(), mark.at())));
    return new String(JsonCodec.write(members), UTF_8);
  }

  private static Map<String, OriginMark> marks(String json) {
    Map<String, OriginMark> marks = new HashMap<>();
    if (JsonCodec.read(json.getBytes(UTF_8)) instanceof Map<?, ?> members) {
      members.forEach(
          (line, value) -> {
            if (value instanceof List<?> mark
                && mark.get(0) instanceof Long offset
                && mark.get(1) instanceof Long index
                && mark.get(2) instanceof Long at) {
              marks.put(String.valueOf(line), new OriginMark(offset, index.intValue(), at));
            }
          });
    }
    return marks;
  }
}
