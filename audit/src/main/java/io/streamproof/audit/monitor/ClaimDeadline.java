package io.streamproof.audit.monitor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Remembers how far the source had been read a while ago: what was read by then ought to be claimed
 * by now, since ingest claims at least each second.
 */
final class ClaimDeadline {
  static final Duration ALLOWED = Duration.ofSeconds(30);

  private final Deque<ReadOffsets> seen = new ArrayDeque<>();

  private Map<Integer, Long> due = Map.of();

  private record ReadOffsets(long nanos, Map<Integer, Long> read) {}

  /**
   * Takes a poll.
   *
   * @param read how far each partition of the source has been read
   * @return how far it had been read before the allowed time; empty: there was no poll then
   */
  Map<Integer, Long> see(long nanos, Map<Integer, Long> read) {
    seen.addLast(new ReadOffsets(nanos, read));
    while (nanos - seen.getFirst().nanos() >= ALLOWED.toNanos()) {
      due = seen.removeFirst().read();
    }
    return due;
  }
}
