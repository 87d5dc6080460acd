package io.streamproof.audit.kafka;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.observation.Batch;
import io.streamproof.audit.observation.Ledger;
import io.streamproof.audit.observation.PartitionObserver;
import io.streamproof.audit.observation.Position;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer from its start to its end. The consumer group only hands out the partitions; where
 * to read from is in the ledger, and what was read is written there together with how far.
 */
final class ObserverSession implements AutoCloseable, ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(ObserverSession.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Ledger ledger;
  private final Map<String, TopicRole> roles;
  private final ObservationSettings settings;
  private final ObservationMeters meters;
  private final KafkaClientMetrics clientMetrics;
  private final Map<TopicPartition, PartitionObserver> observers = new HashMap<>();
  private Batch batch = new Batch();
  private long batchBegan = System.nanoTime();
  private volatile boolean stopped;

  ObserverSession(
      KafkaConsumer<byte[], byte[]> consumer,
      Ledger ledger,
      List<AuditedPipeline> pipelines,
      ObservationSettings settings,
      ObservationMeters meters) {
    this.consumer = consumer;
    this.clientMetrics = meters.watch(consumer);
    this.ledger = ledger;
    this.settings = settings;
    this.meters = meters;
    this.roles = new HashMap<>();
    for (AuditedPipeline pipeline : pipelines) {
      pipeline.topics().keySet().forEach(topic -> roles.put(topic, pipeline.role(topic)));
    }
  }

  /** Reads until it is shut down, or until something fails. */
  void run() {
    try {
      consumer.subscribe(roles.keySet(), this);
      while (!stopped) {
        read(consumer.poll(POLL));
        if (isDue()) {
          commit(false);
        }
      }
      commit(true);
    } catch (RuntimeException e) {
      observers.clear();
      batch = new Batch();
      throw e;
    }
  }

  void shutDown() {
    stopped = true;
  }

  @Override
  public void close() {
    clientMetrics.close();
    consumer.close();
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
    for (TopicPartition partition : partitions) {
      PartitionObserver observer = observer(partition, offset(beginnings, partition));
      observers.put(partition, observer);
      consumer.seek(partition, observer.readFrom());
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commit(true);
    partitions.forEach(observers::remove);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    throw new IllegalStateException("lost its partitions; nothing of the open batch is written");
  }

  private PartitionObserver observer(TopicPartition partition, long beginning) {
    ledger.begin(partition, Position.startingAt(beginning));
    PartitionObserver observer = observer(partition);
    if (observer.readFrom() < beginning) {
      Finding gone = observer.gone(beginning);
      LOG.warn("{}: {}", partition, gone.detail());
      ledger.skipTo(partition, beginning, gone);
      return observer(partition);
    }
    return observer;
  }

  private PartitionObserver observer(TopicPartition partition) {
    Position position = ledger.position(partition).orElseThrow();
    TopicRole role = Objects.requireNonNull(roles.get(partition.topic()));
    return new PartitionObserver(
        role, partition.partition(), position, settings.indexEvents(), ledger, this::endOf);
  }

  private void read(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      PartitionObserver observer = observers.get(partition);
      if (observer == null) {
        continue;
      }
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        observer.observe(SourceRecord.of(record), batch);
        if (batch.isFull(settings.batchRecords())) {
          commit(false);
        }
      }
    }
    observers.forEach((partition, observer) -> observer.readTo(consumer.position(partition)));
  }

  private boolean isDue() {
    return System.nanoTime() - batchBegan >= settings.batchInterval().toNanos();
  }

  private void commit(boolean last) {
    observers.values().forEach(observer -> observer.close(batch, last));
    if (!batch.isEmpty()) {
      ledger.commit(batch);
      observers.values().forEach(PartitionObserver::committed);
      meters.committed(batch);
    }
    batch = new Batch();
    batchBegan = System.nanoTime();
  }

  private long endOf(String topic, int partition) {
    TopicPartition source = new TopicPartition(topic, partition);
    return offset(consumer.endOffsets(List.of(source)), source);
  }

  private static long offset(
      Map<TopicPartition, @Nullable Long> offsets, TopicPartition partition) {
    Long offset = offsets.get(partition);
    if (offset == null) {
      throw new IllegalStateException("the brokers gave no offset of " + partition);
    }
    return offset;
  }
}
