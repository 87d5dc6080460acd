package io.streamproof.audit.finding;

import io.streamproof.pipeline.record.SourceRecord;
import org.apache.kafka.common.TopicPartition;

/** The position of a record in a topic. */
public record RecordPlace(String topic, int partition, long offset) {
  public static RecordPlace of(SourceRecord record) {
    return new RecordPlace(record.topic(), record.partition(), record.offset());
  }

  public TopicPartition topicPartition() {
    return new TopicPartition(topic, partition);
  }

  /** {@code <topic>:<partition>@<offset>}; findings are known by it, so it must never change. */
  @Override
  public String toString() {
    return topic + ":" + partition + "@" + offset;
  }
}
