package io.streamproof.audit.jdbc;

import io.streamproof.audit.observation.BlockKey;
import io.streamproof.audit.observation.LateEmissions;
import io.streamproof.audit.observation.LateEmissions.First;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Results that took too long, a row per block and batch, until their block is judged. */
final class WriteLateEmissions {
  private final JdbcClient jdbc;

  WriteLateEmissions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(Map<BlockKey, LateEmissions> late) {
    if (late.isEmpty()) {
      return;
    }
    List<BlockKey> keys = new ArrayList<>(late.keySet());
    List<LateEmissions> blocks = new ArrayList<>(late.values());
    List<First> firsts = blocks.stream().map(LateEmissions::first).toList();
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
        .param(keys.stream().map(BlockKey::stageId).toArray(Short[]::new))
        .param(longs(keys, BlockKey::partition))
        .param(longs(keys, BlockKey::number))
        .param(longs(blocks, LateEmissions::count))
        .param(longs(blocks, LateEmissions::slowestMicros))
        .param(longs(firsts, first -> first.cause().offset()))
        .param(longs(firsts, first -> first.cause().index()))
        .param(texts(firsts, first -> first.place().topic()))
        .param(longs(firsts, first -> first.place().partition()))
        .param(longs(firsts, first -> first.place().offset()))
        .param(texts(firsts, First::traceId))
        .param(longs(firsts, First::timeMillis))
        .update();
  }

  private static <T> long[] longs(List<T> rows, ToLongFunction<T> column) {
    return rows.stream().mapToLong(column).toArray();
  }

  private static String[] texts(List<First> rows, Function<First, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }
}
