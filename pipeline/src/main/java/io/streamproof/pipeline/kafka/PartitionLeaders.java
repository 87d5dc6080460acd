package io.streamproof.pipeline.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether the leader of every partition of some topics does its work: that it is named in the
 * metadata is not enough. A leader that is not ready yet refuses a producer's first batch and may
 * take its second, and then never takes the first again.
 */
public final class PartitionLeaders {
  private PartitionLeaders() {}

  /** Asks every leader for the end of its partition; fails if one does not answer. */
  public static KafkaFuture<?> ask(
      Admin admin, Map<String, Integer> partitionsByTopic, ListOffsetsOptions options) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    partitionsByTopic.forEach(
        (topic, partitions) -> {
          for (int number = 0; number < partitions; number++) {
            ends.put(new TopicPartition(topic, number), OffsetSpec.latest());
          }
        });
    return admin.listOffsets(ends, options).all();
  }
}
