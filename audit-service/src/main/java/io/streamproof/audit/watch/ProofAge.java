package io.streamproof.audit.watch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * For how long something has been waiting for its proof: since the oldest look at which something
 * stood in a topic that is not proven yet. Of what was there before the first look, the age is not
 * known and counts from it.
 */
final class ProofAge {
  /** Looks that are remembered; beyond, every second one is forgotten, never the oldest. */
  private static final int MOST = 1_000;

  private final Deque<Seen> waiting = new ArrayDeque<>();

  private record Seen(long nanos, Map<TopicPartition, Long> ends) {}

  /**
   * Takes a look.
   *
   * @param ends where the topics that stages read end
   * @param proven below which offset each is proven, by every stage that reads it; seen after the
   *     ends
   * @return since when something waits; empty if all that stood there is proven
   */
  OptionalLong see(long nanos, Map<TopicPartition, Long> ends, Map<TopicPartition, Long> proven) {
    waiting.addLast(new Seen(nanos, ends));
    while (!waiting.isEmpty() && isProven(waiting.getFirst(), proven)) {
      waiting.removeFirst();
    }
    if (waiting.size() > MOST) {
      forget();
    }
    return waiting.isEmpty() ? OptionalLong.empty() : OptionalLong.of(waiting.getFirst().nanos());
  }

  private static boolean isProven(Seen seen, Map<TopicPartition, Long> proven) {
    return seen.ends().entrySet().stream()
        .allMatch(end -> proven.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  private void forget() {
    boolean keep = true;
    for (Iterator<Seen> each = waiting.iterator(); each.hasNext(); keep = !keep) {
      each.next();
      if (!keep) {
        each.remove();
      }
    }
  }
}
