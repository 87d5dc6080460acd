package io.streamproof.audit.observation;

import static io.streamproof.audit.support.Examples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.LogIdentity;
import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.audit.replay.MemorySnapshotStore;
import io.streamproof.audit.replay.SnapshotStore.StateSnapshot;
import io.streamproof.audit.support.Examples;
import org.junit.jupiter.api.Test;

/** When the state of stage {@code spent}, which adds up the orders of each customer, is kept. */
class ReferenceRunTests {
  private static final long LEAST = 20_000;

  private final AuditedStage large = Examples.shop().stages().get(0);
  private final AuditedStage spent = Examples.shop().stages().get(1);
  private final ObservedBatch batch = new ObservedBatch();
  private final ReferenceRun run = run(spent);

  private static ReferenceRun run(AuditedStage stage) {
    return new ReferenceRun(
        stage, 0, ReadPosition.startingAt(0, LogIdentity.UNKNOWN), MemorySnapshotStore.empty());
  }

  @Test
  void isKeptAfterTwentyThousandRecords() {
    read(0, LEAST - 1, 1);
    run.snapshot(batch, false);
    assertThat(batch.snapshots()).isEmpty();

    read(LEAST - 1, LEAST, 1);
    run.snapshot(batch, false);
    assertThat(batch.snapshots()).extracting(StateSnapshot::nextOffset).containsExactly(LEAST);

    read(LEAST, 2 * LEAST - 1, 1);
    run.snapshot(batch, false);
    assertThat(batch.snapshots()).as("it is counted from the last one on").hasSize(1);
  }

  @Test
  void isKeptLaterWhereItIsLarge() {
    int customers = 6_000;
    read(0, 4 * customers - 1, customers);
    run.snapshot(batch, false);
    assertThat(batch.snapshots()).isEmpty();

    read(4L * customers - 1, 4L * customers, customers);
    run.snapshot(batch, false);
    assertThat(batch.snapshots()).hasSize(1);
  }

  @Test
  void isKeptAtTheEndIfItHasChanged() {
    run.snapshot(batch, true);
    assertThat(batch.snapshots()).as("nothing was read").isEmpty();
    read(0, 1, 1);
    run.snapshot(batch, true);
    run.snapshot(batch, true);
    assertThat(batch.snapshots()).extracting(StateSnapshot::nextOffset).containsExactly(1L);
  }

  @Test
  void isNotChangedByWhatItHasRead() {
    read(0, 5, 1);
    run.snapshot(batch, true);
    assertThat(run.catchUp(order(0, 4, "customer 0", 20))).isEmpty();
    run.snapshot(batch, true);
    assertThat(batch.snapshots()).hasSize(1);
    assertThat(run.next()).isEqualTo(5);
  }

  @Test
  void isNotThereOfAStageWithoutState() {
    ReferenceRun stateless = run(large);
    stateless.expect(order(0, 7, "ada", 20), batch);
    stateless.snapshot(batch, true);
    assertThat(batch.snapshots()).isEmpty();
    assertThat(batch.hops()).containsExactly(new HopKey(large.id(), 0));
    assertThat(stateless.next()).isEqualTo(8);
  }

  private void read(long from, long to, int customers) {
    for (long offset = from; offset < to; offset++) {
      assertThat(run.catchUp(order(0, offset, "customer " + offset % customers, 20))).hasSize(1);
    }
  }
}
