package io.streamproof.audit.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.streamproof.audit.observation.ObservedBatch;
import org.apache.kafka.clients.consumer.Consumer;

/** Meters of what the observers have written to the ledger. */
public final class ObservationMeters {
  private final MeterRegistry meters;
  private final Counter records;
  private final Counter batches;
  private final Counter blocks;

  public ObservationMeters(MeterRegistry meters) {
    this.meters = meters;
    this.records = counter("streamproof.audit.records", "Records read and written to the ledger");
    this.batches = counter("streamproof.audit.batches", "Transactions by which they were written");
    this.blocks = counter("streamproof.audit.blocks", "Block rows that these have added to");
  }

  private Counter counter(String id, String description) {
    return Counter.builder(id).description(description).register(meters);
  }

  /** Reports the metrics of a consumer until the result is closed. */
  public KafkaClientMetrics bind(Consumer<?, ?> consumer) {
    KafkaClientMetrics metrics = new KafkaClientMetrics(consumer);
    metrics.bindTo(meters);
    return metrics;
  }

  public void committed(ObservedBatch batch) {
    records.increment(batch.records());
    batches.increment();
    blocks.increment(batch.blockCount());
  }
}
