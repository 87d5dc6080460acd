package io.streamproof.audit.kafka;

import io.streamproof.audit.log.RecordFeed;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions that a consumer group hands out; its committed offsets are never used. */
public final class KafkaRecordFeed implements RecordFeed {
  private final Consumer<byte[], byte[]> consumer;
  private final Runnable beforeClose;

  public KafkaRecordFeed(Consumer<byte[], byte[]> consumer, Runnable beforeClose) {
    this.consumer = consumer;
    this.beforeClose = beforeClose;
  }

  @Override
  public void subscribe(Collection<String> topics, AssignmentListener listener) {
    consumer.subscribe(topics, new RebalanceListener(listener));
  }

  @Override
  public Map<TopicPartition, List<SourceRecord>> poll(Duration longest) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(longest);
    Map<TopicPartition, List<SourceRecord>> records = new LinkedHashMap<>();
    for (TopicPartition partition : polled.partitions()) {
      records.put(partition, polled.records(partition).stream().map(SourceRecord::of).toList());
    }
    return records;
  }

  @Override
  public long position(TopicPartition partition) {
    return consumer.position(partition);
  }

  @Override
  public void seek(TopicPartition partition, long offset) {
    consumer.seek(partition, offset);
  }

  @Override
  public Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
    return consumer.beginningOffsets(partitions);
  }

  @Override
  public long stableEnd(TopicPartition partition) {
    @Nullable Long end = consumer.endOffsets(List.of(partition)).get(partition);
    if (end == null) {
      throw new IllegalStateException("the brokers gave no offset of " + partition);
    }
    return end;
  }

  @Override
  public void close() {
    try {
      beforeClose.run();
    } finally {
      consumer.close();
    }
  }

  private record RebalanceListener(AssignmentListener listener)
      implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      listener.assigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      listener.revoked(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      listener.lost(partitions);
    }
  }
}
