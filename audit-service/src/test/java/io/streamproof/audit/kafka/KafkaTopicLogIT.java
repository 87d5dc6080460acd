package io.streamproof.audit.kafka;

import static io.streamproof.audit.kafka.TransactionalTopic.BROKERS;
import static io.streamproof.audit.kafka.TransactionalTopic.get;
import static org.awaitility.Awaitility.await;

import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.log.TopicLogContract;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;

/** A log of real topics, written in transactions, some of them aborted. */
class KafkaTopicLogIT extends TopicLogContract {
  private final Admin admin = Admin.create(BROKERS);
  private final KafkaTopicLog log =
      new KafkaTopicLog(
          ConsumerSettings.consumer(ConsumerSettings.probes(BROKERS)),
          new KafkaOffsetReader(admin),
          KafkaTopicLog.Limits.PROMPT);

  @AfterEach
  void close() {
    log.close();
    admin.close();
  }

  @Override
  protected TopicLog log() {
    return log;
  }

  @Override
  protected List<Long> fill(TopicPartition partition) {
    return TransactionalTopic.fill(admin, partition, RECORDS, TopicLogContract::time);
  }

  @Override
  protected void expire(TopicPartition partition, long beginning) {
    get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(beginning))).all());
  }

  @Override
  protected void delete(String topic) {
    get(admin.deleteTopics(List.of(topic)).all());
    await().until(() -> !get(admin.listTopics().names()).contains(topic));
  }
}
