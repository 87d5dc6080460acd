package io.streamproof.audit.kafka;

import static io.streamproof.audit.kafka.TransactionalTopic.BROKERS;
import static io.streamproof.audit.kafka.TransactionalTopic.get;
import static org.awaitility.Awaitility.await;

import io.streamproof.audit.kafka.KafkaTopicLog.Limits;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.log.TopicLogContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Logs of real topics, written in transactions: some aborted, the last one open. */
class KafkaTopicLogIT {
  @Nested
  class ReadByRanges extends RealTopics {
    ReadByRanges() {
      // Nobody waits half a minute here for the answer that a topic is not there.
      super(
          ConsumerSettings.ranges(BROKERS),
          new Limits(Limits.THOROUGH.poll(), Limits.THOROUGH.silence(), Limits.PROMPT.answer()));
    }
  }

  @Nested
  class ReadByProbes extends RealTopics {
    ReadByProbes() {
      super(ConsumerSettings.probes(BROKERS), Limits.PROMPT);
    }
  }

  abstract static class RealTopics extends TopicLogContract {
    private final Admin admin = Admin.create(BROKERS);
    private final List<KafkaProducer<byte[], byte[]>> open = new ArrayList<>();
    private final KafkaTopicLog log;

    RealTopics(Map<String, Object> settings, Limits limits) {
      log =
          new KafkaTopicLog(
              ConsumerSettings.consumer(settings), new KafkaOffsetReader(admin), limits);
    }

    @AfterEach
    void close() {
      open.forEach(producer -> producer.close(Duration.ZERO));
      log.close();
      admin.close();
    }

    @Override
    protected TopicLog log() {
      return log;
    }

    @Override
    protected List<Long> fill(TopicPartition partition) {
      List<Long> offsets =
          TransactionalTopic.fill(admin, partition, RECORDS, TopicLogContract::time);
      open.add(TransactionalTopic.leaveOpen(partition));
      return offsets;
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
}
