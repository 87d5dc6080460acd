package io.streamproof.audit.observation;

import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Tally;
import java.util.BitSet;

/** What a batch adds to a block of a source topic on the observed side. */
public final class SourceDelta {
  private final BitSet offsets = new BitSet(Block.SIZE);
  private final TallySum tally = new TallySum();
  private long firstTime = Long.MAX_VALUE;
  private long lastTime = Long.MIN_VALUE;

  void observe(long offset, long time, Tally content) {
    offsets.set((int) (offset % Block.SIZE));
    tally.add(content);
    firstTime = Math.min(firstTime, time);
    lastTime = Math.max(lastTime, time);
  }

  /** The observed offsets as a bit string, the block's first offset first. */
  public String bits() {
    StringBuilder bits = new StringBuilder(Block.SIZE);
    for (int i = 0; i < Block.SIZE; i++) {
      bits.append(offsets.get(i) ? '1' : '0');
    }
    return bits.toString();
  }

  public TallySum tally() {
    return tally;
  }

  public long firstTime() {
    return firstTime;
  }

  public long lastTime() {
    return lastTime;
  }
}
