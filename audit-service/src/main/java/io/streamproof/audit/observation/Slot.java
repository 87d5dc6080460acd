package io.streamproof.audit.observation;

import io.streamproof.audit.catalogue.AuditedStage;
import org.apache.kafka.common.TopicPartition;

/**
 * An output partition of a stage as a small number: twice the partition, plus one in the
 * dead-letter topic.
 */
public final class Slot {
  private Slot() {}

  public static int of(int partition, boolean deadLetters) {
    return partition * 2 + (deadLetters ? 1 : 0);
  }

  /** The partition that a slot of a stage denotes. */
  public static TopicPartition partition(AuditedStage stage, int slot) {
    String topic = slot % 2 == 0 ? stage.outputTopic() : stage.deadLetterTopic();
    return new TopicPartition(topic, slot / 2);
  }
}
