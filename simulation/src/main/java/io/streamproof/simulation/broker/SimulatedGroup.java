package io.streamproof.simulation.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The consumer group of the audit's instances, which hands out partitions. A member gives up what
 * it is to lose at its next poll, and only then may another have it; but one that is expelled hears
 * of it only afterwards, and reads on until then.
 */
public final class SimulatedGroup {
  private final SimulatedBroker broker;
  private final Map<SimulatedFeed, Set<TopicPartition>> owned = new LinkedHashMap<>();
  private final Map<TopicPartition, SimulatedFeed> targets = new LinkedHashMap<>();
  private List<String> topics = List.of();
  private int generation;

  public SimulatedGroup(SimulatedBroker broker) {
    this.broker = broker;
  }

  void join(SimulatedFeed feed, Collection<String> subscribed) {
    topics = List.copyOf(subscribed);
    owned.put(feed, new LinkedHashSet<>());
    rebalance();
  }

  void leave(SimulatedFeed feed) {
    owned.remove(feed);
    rebalance();
  }

  /** The group gives a member up, which does not know of it yet. */
  public void expel(SimulatedFeed feed) {
    leave(feed);
  }

  /** Hands all partitions out anew, each to the next member than before. */
  public void rebalance() {
    targets.clear();
    if (owned.isEmpty()) {
      return;
    }
    List<SimulatedFeed> members = new ArrayList<>(owned.keySet());
    int next = generation++;
    for (String topic : topics) {
      for (SimulatedLog log : broker.logs(topic)) {
        targets.put(log.partition(), members.get(next++ % members.size()));
      }
    }
  }

  boolean isMember(SimulatedFeed feed) {
    return owned.containsKey(feed);
  }

  /** What a member has and is to give up. */
  List<TopicPartition> revoked(SimulatedFeed feed) {
    return owned(feed).stream().filter(partition -> targets.get(partition) != feed).toList();
  }

  void gaveUp(SimulatedFeed feed, Collection<TopicPartition> partitions) {
    @Nullable Set<TopicPartition> own = owned.get(feed);
    if (own != null) {
      own.removeAll(partitions);
    }
  }

  /** Gives a member what it is to have and nobody else has any more. */
  List<TopicPartition> take(SimulatedFeed feed) {
    List<TopicPartition> free =
        targets.entrySet().stream()
            .filter(each -> each.getValue() == feed)
            .map(Map.Entry::getKey)
            .filter(partition -> owned.values().stream().noneMatch(own -> own.contains(partition)))
            .toList();
    owned(feed).addAll(free);
    return free;
  }

  private Set<TopicPartition> owned(SimulatedFeed feed) {
    @Nullable Set<TopicPartition> own = owned.get(feed);
    if (own == null) {
      throw new IllegalStateException("not a member");
    }
    return own;
  }
}
