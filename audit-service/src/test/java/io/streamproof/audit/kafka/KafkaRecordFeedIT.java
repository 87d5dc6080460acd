package io.streamproof.audit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.log.RecordFeed;
import io.streamproof.audit.log.RecordFeedContract;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;

/** A feed of real topics, written in transactions, some of them aborted. */
class KafkaRecordFeedIT extends RecordFeedContract {
  private final Admin admin = Admin.create(TransactionalTopic.BROKERS);
  private final AtomicInteger closed = new AtomicInteger();

  @AfterEach
  void close() {
    admin.close();
    assertThat(closed).hasValue(1);
  }

  @Override
  protected List<Long> fill(TopicPartition partition) {
    return TransactionalTopic.fill(admin, partition, RECORDS, number -> number);
  }

  @Override
  protected RecordFeed feed(TopicPartition partition) {
    return new KafkaRecordFeed(
        ConsumerSettings.consumer(
            ConsumerSettings.feeds(TransactionalTopic.BROKERS, partition.topic())),
        () -> ConsumerSettings.consumer(ConsumerSettings.probes(TransactionalTopic.BROKERS)),
        closed::incrementAndGet);
  }

  /** The brokers forget the group's members, as if they had not been heard of for long. */
  @Override
  protected void lose(RecordFeed feed, TopicPartition partition) {
    TransactionalTopic.get(
        admin
            .removeMembersFromConsumerGroup(
                partition.topic(), new RemoveMembersFromConsumerGroupOptions())
            .all());
  }
}
