package io.streamproof.audit.log;

import io.streamproof.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Topics in memory are as good as real ones. */
class MemoryTopicLogTests extends TopicLogContract {
  private final MemoryTopicLog topics = new MemoryTopicLog();

  @Override
  protected TopicLog log() {
    return topics;
  }

  @Override
  protected List<Long> fill(TopicPartition partition) {
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      long offset = (long) i + i / 20;
      offsets.add(offset);
      topics.append(
          new SourceRecord(
              partition.topic(), 0, offset, time(i), new byte[0], null, new RecordHeaders()));
    }
    topics.leaveOpen(partition);
    return offsets;
  }

  @Override
  protected void expire(TopicPartition partition, long beginning) {
    topics.expire(partition, beginning);
  }

  @Override
  protected void delete(String topic) {
    topics.delete(topic);
  }
}
