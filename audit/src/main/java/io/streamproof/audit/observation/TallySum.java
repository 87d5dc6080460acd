package io.streamproof.audit.observation;

import io.streamproof.pipeline.tally.Tally;

/** A tally that grows in place. */
public final class TallySum {
  private long count;
  private long high;
  private long low;

  public void add(Tally tally) {
    count += tally.count();
    high += tally.high();
    low += tally.low();
  }

  public long count() {
    return count;
  }

  public long high() {
    return high;
  }

  public long low() {
    return low;
  }

  /** The tally that it has now. */
  public Tally tally() {
    return new Tally(count, high, low);
  }
}
