package io.streamproof.simulation.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/** A topic: it may be deleted and created again under its name, then with another id. */
public final class SimulatedTopic {
  private final UUID id;
  private final List<SimulatedLog> logs = new ArrayList<>();

  SimulatedTopic(UUID id, String name, int partitions, LongSupplier micros) {
    this.id = id;
    for (int partition = 0; partition < partitions; partition++) {
      logs.add(new SimulatedLog(new TopicPartition(name, partition), micros));
    }
  }

  UUID id() {
    return id;
  }

  public List<SimulatedLog> logs() {
    return logs;
  }
}
