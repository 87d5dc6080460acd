package io.streamproof.audit.observation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.log.RecordFeed;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one feed from its start to its end, a step at a time. The feed only hands out the
 * partitions; where to read from is in the ledger, and what was read is written there together with
 * how far.
 */
public final class ObservationSession implements RecordFeed.AssignmentListener {
  private static final Logger LOG = LoggerFactory.getLogger(ObservationSession.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final RecordFeed feed;
  private final Ledger ledger;
  private final Replayer replayer;
  private final Map<String, TopicRole> roles = new HashMap<>();
  private final ObservationSettings settings;
  private final LongSupplier nanoClock;
  private final Consumer<ObservedBatch> committed;
  private final Map<TopicPartition, PartitionObserver> observers = new HashMap<>();
  private ObservedBatch batch = new ObservedBatch();
  private long batchBegan;

  /**
   * Makes a session.
   *
   * @param nanoClock never goes back
   * @param committed given each batch that the ledger has taken
   */
  public ObservationSession(
      RecordFeed feed,
      Ledger ledger,
      Replayer replayer,
      List<AuditedPipeline> pipelines,
      ObservationSettings settings,
      LongSupplier nanoClock,
      Consumer<ObservedBatch> committed) {
    this.feed = feed;
    this.ledger = ledger;
    this.replayer = replayer;
    this.settings = settings;
    this.nanoClock = nanoClock;
    this.committed = committed;
    this.batchBegan = nanoClock.getAsLong();
    for (AuditedPipeline pipeline : pipelines) {
      pipeline.topics().keySet().forEach(topic -> roles.put(topic, pipeline.role(topic)));
    }
  }

  /** Asks for partitions. */
  public void begin() {
    feed.subscribe(roles.keySet(), this);
  }

  /** Reads what comes next, and writes the batch if it is due. */
  public void step() {
    read(feed.poll(POLL));
    if (nanoClock.getAsLong() - batchBegan >= settings.batchInterval().toNanos()) {
      commit(false);
    }
  }

  /** Writes what was read, since no more will be. */
  public void finish() {
    commit(true);
  }

  /** Forgets what was read and not written, after a failure. */
  public void abandon() {
    observers.clear();
    batch = new ObservedBatch();
  }

  @Override
  public void assigned(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> beginnings = feed.beginnings(partitions);
    for (TopicPartition partition : partitions) {
      @Nullable Long beginning = beginnings.get(partition);
      if (beginning == null) {
        throw new IllegalStateException("the brokers gave no offset of " + partition);
      }
      PartitionObserver observer = observer(partition, beginning);
      observers.put(partition, observer);
      feed.seek(partition, observer.readFrom());
    }
  }

  @Override
  public void revoked(Collection<TopicPartition> partitions) {
    commit(true);
    partitions.forEach(observers::remove);
  }

  @Override
  public void lost(Collection<TopicPartition> partitions) {
    throw new IllegalStateException("lost its partitions; nothing of the open batch is written");
  }

  private PartitionObserver observer(TopicPartition partition, long beginning) {
    ledger.begin(partition, ReadPosition.startingAt(beginning));
    PartitionObserver observer = observer(partition);
    if (observer.readFrom() < beginning) {
      Finding expired = observer.expired(beginning);
      LOG.warn("{}: {}", partition, expired.detail());
      ledger.skipTo(partition, beginning, expired);
      return observer(partition);
    }
    return observer;
  }

  private PartitionObserver observer(TopicPartition partition) {
    return new PartitionObserver(
        Objects.requireNonNull(roles.get(partition.topic())),
        partition.partition(),
        ledger.position(partition).orElseThrow(),
        settings.indexEvents(),
        replayer,
        feed::stableEnd);
  }

  private void read(Map<TopicPartition, List<SourceRecord>> polled) {
    polled.forEach(
        (partition, records) -> {
          PartitionObserver observer = observers.get(partition);
          if (observer != null) {
            records.forEach(record -> read(observer, record));
          }
        });
    observers.forEach((partition, observer) -> observer.readTo(feed.position(partition)));
  }

  private void read(PartitionObserver observer, SourceRecord record) {
    observer.observe(record, batch);
    if (batch.isFull(settings.batchRecords())) {
      commit(false);
    }
  }

  private void commit(boolean last) {
    observers.values().forEach(observer -> observer.close(batch, last));
    if (!batch.isEmpty()) {
      ledger.commit(batch);
      observers.values().forEach(PartitionObserver::committed);
      committed.accept(batch);
    }
    batch = new ObservedBatch();
    batchBegan = nanoClock.getAsLong();
  }

  /** When batches are written, and whether events are indexed. */
  public record ObservationSettings(
      int batchRecords, Duration batchInterval, boolean indexEvents) {}
}
