package io.streamproof.ingest.kafka;

import io.streamproof.pipeline.kafka.PartitionLeaders;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.common.KafkaException;

/** Whether the leader of every partition that a pipeline writes does its work. */
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
    try {
      PartitionLeaders.ask(
              admin, topicsOf(pipeline), new ListOffsetsOptions().timeoutMs(timeoutMillis))
          .get(2L * timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("the brokers do not answer for the topics of " + pipeline.name(), e);
    }
  }
}
