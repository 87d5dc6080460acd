package io.streamproof.simulation.broker;

import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.log.TopicLogContract;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Simulated topics are as good as real ones. */
class SimulatedTopicLogTests extends TopicLogContract {
  private final SimulatedBroker broker = new SimulatedBroker(() -> 0);
  private final FilledTopic topic = new FilledTopic(broker);

  @Override
  protected TopicLog log() {
    return new SimulatedTopicLog(broker);
  }

  @Override
  protected List<Long> fill(TopicPartition partition) {
    List<Long> offsets = topic.fill(partition, RECORDS, TopicLogContract::time);
    topic.leaveOpen(partition);
    return offsets;
  }

  @Override
  protected void expire(TopicPartition partition, long beginning) {
    broker.log(partition).expire(beginning);
  }

  @Override
  protected void delete(String name) {
    broker.delete(name);
  }
}
