package io.streamproof.audit.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.apache.kafka.common.TopicPartition;
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
                   (extract(epoch from last_time) * 1000)::bigint as last_time
              from topic_position
             where topic = ? and partition = ?
            """)
        .params(partition.topic(), partition.partition())
        .query(PositionTable::position)
        .optional();
  }

  void insert(TopicPartition partition, ReadPosition position) {
    jdbc.sql(
            """
            insert into topic_position (topic, partition, start_offset, next_offset)
            values (?, ?, ?, ?)
            on conflict do nothing
            """)
        .params(partition.topic(), partition.partition(), position.start(), position.next())
        .update();
  }

  /** Moves a position that is still where the batch began. */
  void move(TopicPartition partition, ObservedBatch.Move move) {
    ReadPosition to = move.to();
    int moved =
        jdbc.sql(
                """
                update topic_position
                   set next_offset = ?, last_record = ?, last_time = to_timestamp(? / 1000.0),
                       last_origins = ?::jsonb
                 where topic = ? and partition = ? and next_offset = ?
                """)
            .param(to.next())
            .param(to.lastRecord())
            .param(new SqlParameterValue(Types.BIGINT, to.lastTimeMillis()))
            .param(json(to.lastOrigins()))
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
               set start_offset = ?, next_offset = greatest(next_offset, ?)
             where topic = ? and partition = ?
            """)
        .params(offset, offset, partition.topic(), partition.partition())
        .update();
  }

  private static ReadPosition position(ResultSet row, int number) throws SQLException {
    return new ReadPosition(
        row.getLong("start_offset"),
        row.getLong("next_offset"),
        row.getLong("last_record"),
        row.getObject("last_time", Long.class),
        marks(row.getString("last_origins")));
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
