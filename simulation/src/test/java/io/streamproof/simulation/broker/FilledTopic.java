package io.streamproof.simulation.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Topics of one partition with records of transactions in them. */
final class FilledTopic {
  private static final int TRANSACTION = 20;

  private final SimulatedBroker broker;

  FilledTopic(SimulatedBroker broker) {
    this.broker = broker;
  }

  /** Makes a topic with records and markers between them; gives the records' offsets. */
  List<Long> fill(TopicPartition partition, int records, IntToLongFunction times) {
    broker.create(partition.topic(), 1);
    List<Long> offsets = new ArrayList<>();
    for (int number = 0; number < records; ) {
      SimulatedTransaction transaction = broker.begin("producer");
      for (int end = Math.min(records, number + TRANSACTION); number < end; number++) {
        offsets.add(append(transaction, partition, times.applyAsLong(number)));
      }
      transaction.end(true);
      broker.underWay().forEach(broker::deliver);
    }
    SimulatedTransaction aborted = broker.begin("producer");
    append(aborted, partition, 0);
    aborted.end(false);
    broker.underWay().forEach(broker::deliver);
    return offsets;
  }

  void add(TopicPartition partition, int records) {
    for (int number = 0; number < records; number++) {
      broker.append(partition, number, new byte[0], null, new RecordHeaders());
    }
  }

  void leaveOpen(TopicPartition partition) {
    append(broker.begin("another producer"), partition, 0);
  }

  private static long append(
      SimulatedTransaction transaction, TopicPartition partition, long time) {
    return transaction.append(partition, time, new byte[0], null, new RecordHeaders()).offset();
  }
}
