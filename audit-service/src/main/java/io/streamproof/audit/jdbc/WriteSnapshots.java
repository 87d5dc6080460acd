package io.streamproof.audit.jdbc;

import io.streamproof.audit.observation.Snapshot;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Snapshots of the references' states; of each, the newest few are kept. */
final class WriteSnapshots {
  private static final int KEPT = 4;

  private final JdbcClient jdbc;

  WriteSnapshots(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Snapshot> newest(short stageId, int partition, long atMost, String specification) {
    return jdbc.sql(
            """
            select next_offset, state
              from reference_state
             where stage_id = ? and partition = ? and next_offset <= ? and specification = ?
             order by next_offset desc
             limit 1
            """)
        .params(stageId, partition, atMost, specification)
        .query(
            (row, number) ->
                new Snapshot(
                    stageId,
                    partition,
                    row.getLong("next_offset"),
                    specification,
                    row.getBytes("state")))
        .optional();
  }

  void add(List<Snapshot> snapshots) {
    snapshots.forEach(this::add);
  }

  private void add(Snapshot snapshot) {
    jdbc.sql(
            """
            insert into reference_state (stage_id, partition, next_offset, specification, state)
            values (?, ?, ?, ?, ?)
            on conflict (stage_id, partition, next_offset) do update
               set specification = excluded.specification, state = excluded.state
            """)
        .params(
            snapshot.stageId(),
            snapshot.partition(),
            snapshot.nextOffset(),
            snapshot.specification(),
            snapshot.state())
        .update();
    jdbc.sql(
            """
            delete from reference_state
             where stage_id = ? and partition = ? and next_offset <=
                   (select next_offset from reference_state
                     where stage_id = ? and partition = ?
                     order by next_offset desc offset ? limit 1)
            """)
        .params(
            snapshot.stageId(),
            snapshot.partition(),
            snapshot.stageId(),
            snapshot.partition(),
            KEPT)
        .update();
  }
}
