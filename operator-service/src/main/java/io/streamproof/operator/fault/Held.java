package io.streamproof.operator.fault;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The records that wait to be swapped, one a partition at most. Nothing at or behind one is ever
 * committed, so that whatever befalls the process, the record is read again.
 */
final class Held {
  private final Map<Integer, Long> offsets = new ConcurrentHashMap<>();

  void hold(int partition, long offset) {
    offsets.put(partition, offset);
  }

  void release(int partition) {
    offsets.remove(partition);
  }

  /** The offsets that may be committed of those that would be. */
  Map<TopicPartition, OffsetAndMetadata> capped(Map<TopicPartition, OffsetAndMetadata> committed) {
    Map<TopicPartition, OffsetAndMetadata> capped = new HashMap<>(committed);
    capped.replaceAll((partition, offset) -> capped(partition, offset));
    return capped;
  }

  private OffsetAndMetadata capped(TopicPartition partition, OffsetAndMetadata offset) {
    Long held = offsets.get(partition.partition());
    return held == null || held >= offset.offset()
        ? offset
        : new OffsetAndMetadata(held, offset.leaderEpoch(), offset.metadata());
  }
}
