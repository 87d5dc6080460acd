package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.audit.replay.SnapshotStore.StateSnapshot;
import io.streamproof.audit.replay.StageReplay;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The reference of one hop after the other. It goes on from where it is, or from the beginning of
 * the range that it was last asked for, and resumes from a snapshot of the ledger only where these
 * do not serve: so neighbouring blocks repeat no record of a stage with state, and visiting a block
 * again costs no more than the block.
 */
final class ReferenceCursor {
  /** From how far away a snapshot of the ledger is looked for. */
  private static final long FAR = 20_000;

  /** How large a state may be to be kept for going back. */
  private static final int LARGEST_KEPT = 10_000;

  private final Replayer replayer;
  private @Nullable StageReplay replay;
  private @Nullable StateSnapshot kept;
  private short stageId;
  private int partition;

  ReferenceCursor(Replayer replayer) {
    this.replayer = replayer;
  }

  /**
   * Source offsets {@code from <= offset < to} of a hop.
   *
   * @param again whether the range is visited from its beginning again later
   */
  record SourceRange(AuditedStage stage, int partition, long from, long to, boolean again) {}

  /**
   * Visits each source record of a range with what the stage must emit for it.
   *
   * @param interrupted asked after each record
   * @param visitor says whether it wants more
   * @return whether all were visited
   */
  boolean visit(
      TopicLog log,
      SourceRange range,
      BooleanSupplier interrupted,
      BiPredicate<SourceRecord, List<OutputRecord>> visitor) {
    StageReplay reached = reach(range.stage(), range.partition(), range.from());
    TopicPartition source = new TopicPartition(range.stage().sourceTopic(), range.partition());
    log.requireThere(source, reached.next());
    boolean[] whole = {true};
    long end = Math.min(range.to(), log.end(source));
    if (reached.next() < end) {
      log.visit(
          source,
          reached.next(),
          end,
          record -> {
            boolean within = record.offset() >= range.from();
            if (within && range.again()) {
              keep(reached, range.from());
            }
            List<OutputRecord> outputs = reached.process(record);
            boolean more = !within || visitor.test(record, outputs);
            whole[0] = more && !interrupted.getAsBoolean();
            return whole[0];
          });
    }
    return whole[0];
  }

  /** Gives its states back; the next visit resumes from a snapshot. */
  void forget() {
    replay = null;
    kept = null;
  }

  private void keep(StageReplay reached, long from) {
    StateSnapshot last = kept;
    if (reached.next() <= from
        && (last == null || last.nextOffset() != reached.next())
        && reached.stateSize() <= LARGEST_KEPT) {
      kept = reached.snapshot().orElse(null);
    }
  }

  private StageReplay reach(AuditedStage stage, int sourcePartition, long from) {
    boolean sameHop = stage.id() == stageId && sourcePartition == partition;
    StageReplay best = sameHop ? replay : null;
    StateSnapshot back = sameHop ? kept : null;
    if (best == null || best.next() > from) {
      best = back == null || back.nextOffset() > from ? null : StageReplay.from(stage, back);
    }
    if (best == null || from - best.next() > FAR || !stage.stage().stateful()) {
      StageReplay resumed = replayer.resume(stage, sourcePartition, 0, from);
      best = best == null || resumed.next() > best.next() ? resumed : best;
    }
    stageId = stage.id();
    partition = sourcePartition;
    kept = back;
    replay = best;
    return best;
  }
}
