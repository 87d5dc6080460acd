package io.streamproof.audit.log;

import io.streamproof.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A feed in memory is as good as a real one. */
class MemoryRecordFeedTests extends RecordFeedContract {
  private final MemoryTopicLog topics = new MemoryTopicLog();

  @Override
  protected List<Long> fill(TopicPartition partition) {
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      long offset = (long) i + i / 20;
      offsets.add(offset);
      topics.append(
          new SourceRecord(
              partition.topic(), 0, offset, i, new byte[0], null, new RecordHeaders()));
    }
    return offsets;
  }

  @Override
  protected RecordFeed feed(TopicPartition partition) {
    MemoryRecordFeed feed = new MemoryRecordFeed(topics);
    feed.assign(partition);
    return feed;
  }

  @Override
  protected void lose(RecordFeed feed, TopicPartition partition) {
    ((MemoryRecordFeed) feed).lose(partition);
  }
}
