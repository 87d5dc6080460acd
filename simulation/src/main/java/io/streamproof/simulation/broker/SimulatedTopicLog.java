package io.streamproof.simulation.broker;

import io.streamproof.audit.log.EvidenceGoneException;
import io.streamproof.audit.log.OutOfReachException;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.log.TopicLogPool;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The committed records of the simulated brokers' topics. */
public final class SimulatedTopicLog implements TopicLog, TopicLogPool {
  private final SimulatedBroker broker;

  public SimulatedTopicLog(SimulatedBroker broker) {
    this.broker = broker;
  }

  @Override
  public void visit(TopicPartition partition, long from, long to, Predicate<SourceRecord> visitor) {
    SimulatedLog log = broker.log(partition);
    if (from < log.beginning() || from > log.end()) {
      throw new EvidenceGoneException(
          "records of " + partition + " have gone while they were read");
    }
    for (LogEntry entry : log.committed(from)) {
      if (entry.offset() >= to || !visitor.test(entry.record())) {
        return;
      }
    }
    if (to > log.stableEnd()) {
      throw new KafkaException("the brokers gave nothing of " + partition + " for long");
    }
  }

  @Override
  public OptionalInt epochAt(TopicPartition partition, long offset) {
    return log(partition).committed(offset).stream()
        .filter(entry -> entry.offset() == offset)
        .mapToInt(LogEntry::epoch)
        .findFirst();
  }

  @Override
  public long beginning(TopicPartition partition) {
    return log(partition).beginning();
  }

  @Override
  public long end(TopicPartition partition) {
    return log(partition).end();
  }

  @Override
  public long stableEnd(TopicPartition partition) {
    return log(partition).stableEnd();
  }

  @Override
  public long firstSince(TopicPartition partition, long millis) {
    SimulatedLog log = log(partition);
    return log.committed(log.beginning()).stream()
        .filter(entry -> entry.record().timestamp() >= millis)
        .mapToLong(LogEntry::offset)
        .findFirst()
        .orElseGet(log::stableEnd);
  }

  private SimulatedLog log(TopicPartition partition) {
    @Nullable SimulatedLog log = broker.find(partition);
    if (log == null) {
      throw new OutOfReachException(partition + " is not there any more");
    }
    return log;
  }

  @Override
  public <T> T with(Function<TopicLog, T> use) {
    return use.apply(this);
  }
}
