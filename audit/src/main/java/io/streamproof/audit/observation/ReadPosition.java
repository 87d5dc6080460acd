package io.streamproof.audit.observation;

import io.streamproof.audit.log.LogIdentity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a topic partition has been read.
 *
 * @param start the first offset that could be read
 * @param next the offset to read next
 * @param lastRecord the offset of the last record read; -1: none
 * @param lastTimeMillis the greatest event time read
 * @param lastOrigins per {@code stage/source partition} the greatest origin seen
 * @param log which log it was
 * @param isHalted whether nothing more is read, since the log is not what was read before
 */
public record ReadPosition(
    long start,
    long next,
    long lastRecord,
    @Nullable Long lastTimeMillis,
    Map<String, OriginMark> lastOrigins,
    LogIdentity log,
    boolean isHalted) {
  public ReadPosition {
    lastOrigins = Map.copyOf(lastOrigins);
  }

  /** The position of a log of which nothing was read. */
  public static ReadPosition startingAt(long offset, LogIdentity log) {
    return new ReadPosition(offset, offset, -1, null, Map.of(), log, false);
  }

  /**
   * The offset and index of an origin, which increase within an output partition, and the output
   * offset at which it is.
   */
  public record OriginMark(long offset, int index, long at) implements Comparable<OriginMark> {
    @Override
    public int compareTo(OriginMark other) {
      int byOffset = Long.compare(offset, other.offset);
      return byOffset != 0 ? byOffset : Integer.compare(index, other.index);
    }
  }
}
