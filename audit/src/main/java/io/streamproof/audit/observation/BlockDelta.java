package io.streamproof.audit.observation;

import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a batch adds to a block of a hop, on either side. */
public final class BlockDelta {
  private final TallySum expected = new TallySum();
  private final TallySum observed = new TallySum();
  private final Map<Integer, long[]> ranges = new TreeMap<>();
  private int records;
  private int emittedFrom;
  private int deadLettered;
  private long expectedLast = -1;
  private long observedLast = -1;
  private int mismatches;
  private int candidates;
  private long firstTime = Long.MAX_VALUE;
  private long lastTime = Long.MIN_VALUE;

  /** The reference has run on one more source record. */
  void expect(long sourceOffset, long sourceTime, List<OutputRecord> outputs) {
    records++;
    expectedLast = Math.max(expectedLast, sourceOffset);
    firstTime = Math.min(firstTime, sourceTime);
    lastTime = Math.max(lastTime, sourceTime);
    if (outputs.isEmpty()) {
      return;
    }
    if (outputs.get(0).deadLetter()) {
      deadLettered++;
    } else {
      emittedFrom++;
    }
    for (OutputRecord output : outputs) {
      expected.add(ContentHash.expected(output));
    }
  }

  /** One more emission of the block is in output partition {@code output} at {@code offset}. */
  void observe(long originOffset, Tally tally, int output, long offset, boolean mismatched) {
    observed.add(tally);
    observedLast = Math.max(observedLast, originOffset);
    mismatches += mismatched ? 1 : 0;
    long[] range = ranges.computeIfAbsent(output, o -> new long[] {offset, offset});
    range[0] = Math.min(range[0], offset);
    range[1] = Math.max(range[1], offset);
  }

  /** A record that belongs here could not be observed. */
  void cannotCompare() {
    mismatches++;
  }

  void candidate() {
    candidates++;
  }

  public TallySum expected() {
    return expected;
  }

  public TallySum observed() {
    return observed;
  }

  /** First and last offset of what was observed, by output partition index. */
  public Map<Integer, long[]> ranges() {
    return ranges;
  }

  public int records() {
    return records;
  }

  public int emittedFrom() {
    return emittedFrom;
  }

  public int deadLettered() {
    return deadLettered;
  }

  public long expectedLast() {
    return expectedLast;
  }

  public long observedLast() {
    return observedLast;
  }

  public int mismatches() {
    return mismatches;
  }

  public int candidates() {
    return candidates;
  }

  /** The least event time of the source records, epoch milliseconds; only if there are any. */
  public long firstTime() {
    return firstTime;
  }

  public long lastTime() {
    return lastTime;
  }
}
