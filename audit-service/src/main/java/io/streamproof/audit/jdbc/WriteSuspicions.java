package io.streamproof.audit.jdbc;

import io.streamproof.audit.observation.Suspicion;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Records that an investigation is to judge as out of order or not. */
final class WriteSuspicions {
  private final JdbcClient jdbc;

  WriteSuspicions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(List<Suspicion> suspicions) {
    if (suspicions.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into suspicion
                   (stage_id, partition, "offset", index, topic, out_partition, out_offset,
                    behind_offset, behind_index, behind_at)
            select * from unnest(?::smallint[], ?::int[], ?::bigint[], ?::int[], ?::text[],
                                 ?::int[], ?::bigint[], ?::bigint[], ?::int[], ?::bigint[])
            on conflict do nothing
            """)
        .param(suspicions.stream().map(Suspicion::stageId).toArray(Short[]::new))
        .param(longs(suspicions, Suspicion::sourcePartition))
        .param(longs(suspicions, Suspicion::sourceOffset))
        .param(longs(suspicions, Suspicion::index))
        .param(texts(suspicions, s -> s.place().topic()))
        .param(longs(suspicions, s -> s.place().partition()))
        .param(longs(suspicions, s -> s.place().offset()))
        .param(longs(suspicions, Suspicion::behindOffset))
        .param(longs(suspicions, Suspicion::behindIndex))
        .param(longs(suspicions, Suspicion::behindAt))
        .update();
  }

  private static long[] longs(List<Suspicion> suspicions, ToLongFunction<Suspicion> column) {
    return suspicions.stream().mapToLong(column).toArray();
  }

  private static String[] texts(List<Suspicion> suspicions, Function<Suspicion, String> column) {
    return suspicions.stream().map(column).toArray(String[]::new);
  }
}
