package io.streamproof.audit.jdbc;

import io.streamproof.audit.replay.SnapshotStore;
import io.streamproof.audit.replay.SnapshotStore.StateSnapshot;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Snapshots of the references' states; of each, the newest few are kept. */
@Component
final class JdbcSnapshotStore implements SnapshotStore {
  private static final int KEPT = 4;

  private final JdbcClient jdbc;

  JdbcSnapshotStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<StateSnapshot> newest(
      short stageId, int partition, long atMost, String specification) {
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
                new StateSnapshot(
                    stageId,
                    partition,
                    row.getLong("next_offset"),
                    specification,
                    row.getBytes("state")))
        .optional();
  }

  /** Adds snapshots, and removes all but the newest few of their stages and partitions. */
  void add(List<StateSnapshot> snapshots) {
    snapshots.forEach(this::add);
  }

  private void add(StateSnapshot snapshot) {
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
