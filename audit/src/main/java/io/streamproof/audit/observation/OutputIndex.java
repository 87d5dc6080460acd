package io.streamproof.audit.observation;

import io.streamproof.audit.catalogue.AuditedStage;
import org.apache.kafka.common.TopicPartition;

/**
 * The index of an output partition of a stage: twice the partition, plus one in the dead-letter
 * topic.
 */
public final class OutputIndex {
  private OutputIndex() {}

  public static int of(int partition, boolean deadLetters) {
    return partition * 2 + (deadLetters ? 1 : 0);
  }

  /** The partition of a stage's output that has an index. */
  public static TopicPartition partition(AuditedStage stage, int index) {
    String topic = index % 2 == 0 ? stage.outputTopic() : stage.deadLetterTopic();
    return new TopicPartition(topic, index / 2);
  }
}
