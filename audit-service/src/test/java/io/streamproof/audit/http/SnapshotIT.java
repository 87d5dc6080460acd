package io.streamproof.audit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.OwnThread;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SnapshotIT {
  private static final int BLOCKS = 500;

  @Test
  void aBlockThatIsCompactedMeanwhileCountsExactlyOnce() {
    try (Answering audit = new Answering()) {
      JdbcClient database = audit.database();
      open(database);
      CompletableFuture<Void> folding =
          OwnThread.run(
              () -> {
                for (int number = 0; number < BLOCKS; number++) {
                  compact(database, number);
                }
              });
      do {
        assertThat(audit.json("/v1/pipelines/flights/report"))
            .contains("\"consumed\" : " + BLOCKS * 256 + ",");
      } while (!folding.isDone());
      folding.join();
    }
  }

  private static void open(JdbcClient database) {
    database.sql("insert into pipeline (name) values ('flights')").update();
    database.sql("insert into stage (pipeline_id, name) values (1, 'late')").update();
    database
        .sql(
            """
            insert into block (stage_id, partition, first_offset, end_offset, records, first_time)
            select 1, 0, number * 256, number * 256 + 256, 256, '2001-03-31T22:27:00Z'
              from generate_series(0, ? - 1) as number
            """)
        .param(BLOCKS)
        .update();
  }

  private static void compact(JdbcClient database, int number) {
    database
        .sql(
            """
            with compacted as (delete from block where first_offset = ? * 256 returning *)
            insert into hop_minute as m (stage_id, partition, minute, records, emitted_from,
                                         dead_lettered, expected, blocks, last_time)
            select stage_id, partition, first_time, records, 0, 0, 0, 1, first_time from compacted
            on conflict (stage_id, partition, minute) do update
               set records = m.records + excluded.records
            """)
        .param(number)
        .update();
  }
}
