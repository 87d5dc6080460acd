package io.streamproof.simulation.broker;

import io.streamproof.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of one producer. Once it is decided, a marker goes to each partition that it wrote
 * to, and one to the topic of committed offsets; each arrives by itself, in any order.
 */
public final class SimulatedTransaction {
  private final SimulatedBroker broker;
  private final String producer;
  private final Set<SimulatedLog> logs = new LinkedHashSet<>();
  private final Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
  private @Nullable String group;
  private boolean isDecided;

  SimulatedTransaction(SimulatedBroker broker, String producer) {
    this.broker = broker;
    this.producer = producer;
  }

  /** Writes a record; nobody who reads committed records sees it before its marker is there. */
  public SourceRecord append(
      TopicPartition partition,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers) {
    requireOpen();
    SimulatedLog log = broker.log(partition);
    logs.add(log);
    return log.append(timestamp, key, value, headers, this).record();
  }

  /** Adds offsets of a consumer group, to be committed with it. */
  public void commit(String consumers, Map<TopicPartition, Long> read) {
    requireOpen();
    group = consumers;
    offsets.putAll(read);
  }

  /** Decides how it ends. Its markers are under way from now on. */
  public void end(boolean commits) {
    requireOpen();
    isDecided = true;
    List<Marker> markers = new ArrayList<>();
    logs.forEach(log -> markers.add(new Marker(this, log, commits)));
    if (group != null) {
      markers.add(new Marker(this, null, commits));
    }
    broker.underWay(markers);
  }

  public boolean isDecided() {
    return isDecided;
  }

  private void requireOpen() {
    if (isDecided) {
      throw new IllegalStateException("the transaction of " + producer + " has ended");
    }
  }

  /** The end of a transaction in one place. */
  public static final class Marker {
    private final SimulatedTransaction transaction;
    private final @Nullable SimulatedLog log;
    private final boolean commits;

    private Marker(SimulatedTransaction transaction, @Nullable SimulatedLog log, boolean commits) {
      this.transaction = transaction;
      this.log = log;
      this.commits = commits;
    }

    SimulatedTransaction transaction() {
      return transaction;
    }

    void arrive() {
      if (log != null) {
        log.end(transaction, commits);
      } else if (commits) {
        transaction.broker.committed(String.valueOf(transaction.group), transaction.offsets);
      }
    }

    @Override
    public String toString() {
      return "%s marker of %s in %s"
          .formatted(
              commits ? "commit" : "abort",
              transaction.producer,
              log == null ? "the committed offsets" : log.partition());
    }
  }
}
