package io.streamproof.audit.monitor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * For how long something has been waiting for its proof: since the oldest poll at which a topic
 * held something that is not proven yet. The age of what was there before the first poll counts
 * from that poll.
 */
final class ProofAge {
  /** Polls that are remembered; beyond, every second one is forgotten, never the oldest. */
  private static final int MOST = 1_000;

  private final Deque<WaitingEnds> waiting = new ArrayDeque<>();

  private record WaitingEnds(long nanos, Map<TopicPartition, Long> ends) {}

  /**
   * Takes a poll.
   *
   * @param ends where the topics that stages read end
   * @param proven below which offset each is proven, by every stage that reads it; seen after the
   *     ends
   * @return since when something waits; empty if all of that is proven
   */
  OptionalLong see(long nanos, Map<TopicPartition, Long> ends, Map<TopicPartition, Long> proven) {
    waiting.addLast(new WaitingEnds(nanos, ends));
    while (!waiting.isEmpty() && isProven(waiting.getFirst(), proven)) {
      waiting.removeFirst();
    }
    if (waiting.size() > MOST) {
      forget();
    }
    return waiting.isEmpty() ? OptionalLong.empty() : OptionalLong.of(waiting.getFirst().nanos());
  }

  private static boolean isProven(WaitingEnds seen, Map<TopicPartition, Long> proven) {
    return seen.ends().entrySet().stream()
        .allMatch(end -> proven.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  private void forget() {
    boolean keep = true;
    for (Iterator<WaitingEnds> each = waiting.iterator(); each.hasNext(); keep = !keep) {
      each.next();
      if (!keep) {
        each.remove();
      }
    }
  }
}
