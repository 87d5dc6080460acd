package io.streamproof.audit.watch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Remembers how far the source had been read a while ago: what was read by then ought to be claimed
 * by now, since ingest claims at least each second.
 */
final class ClaimWatch {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Deque<Seen> seen = new ArrayDeque<>();

  private Map<Integer, Long> due = Map.of();

  private record Seen(long nanos, Map<Integer, Long> read) {}

  /**
   * Takes a look.
   *
   * @param read how far each partition of the source has been read
   * @return how far it had been read when patience began; empty: nobody looked then
   */
  Map<Integer, Long> see(long nanos, Map<Integer, Long> read) {
    seen.addLast(new Seen(nanos, read));
    while (nanos - seen.getFirst().nanos() >= PATIENCE.toNanos()) {
      due = seen.removeFirst().read();
    }
    return due;
  }
}
