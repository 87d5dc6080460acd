package io.streamproof.ingest.kafka;

import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether the leader of every partition that a pipeline writes does its work: that it is named in
 * the metadata is not enough. A leader that is not ready yet refuses a producer's first batch and
 * may take its second, and then never takes the first again.
 */
final class Leaders {
  private final Admin admin;
  private final Duration timeout;

  Leaders(Admin admin, Duration timeout) {
    this.admin = admin;
    this.timeout = timeout;
  }

  /** The topics that ingest writes for a pipeline, with their partitions. */
  static Map<String, Integer> topicsOf(PipelineSpecification pipeline) {
    Map<String, Integer> partitions = new LinkedHashMap<>();
    partitions.put(pipeline.sourceTopic(), pipeline.partitions());
    partitions.put(pipeline.claimsTopic(), pipeline.partitions());
    return partitions;
  }

  /**
   * Asks every leader for the end of its partition.
   *
   * @throws KafkaException if one does not answer in time
   */
  void check(PipelineSpecification pipeline) throws InterruptedException {
    int timeoutMillis = Math.toIntExact(timeout.toMillis());
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    topicsOf(pipeline)
        .forEach(
            (topic, partitions) -> {
              for (int partition = 0; partition < partitions; partition++) {
                ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
              }
            });
    try {
      admin
          .listOffsets(ends, new ListOffsetsOptions().timeoutMs(timeoutMillis))
          .all()
          .get(2L * timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("the brokers do not answer for the topics of " + pipeline.name(), e);
    }
  }
}
