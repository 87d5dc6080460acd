package io.streamproof.audit.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.streamproof.audit.observation.Batch;
import org.apache.kafka.clients.consumer.Consumer;

/** What the observers have written to the ledger. */
final class ObservationMeters {
  private final MeterRegistry meters;
  private final Counter records;
  private final Counter batches;
  private final Counter blocks;

  ObservationMeters(MeterRegistry meters) {
    this.meters = meters;
    this.records = AuditMeter.RECORDS.counter(meters);
    this.batches = AuditMeter.BATCHES.counter(meters);
    this.blocks = AuditMeter.BLOCKS.counter(meters);
  }

  /** Has the figures of a consumer reported, until it is closed. */
  KafkaClientMetrics watch(Consumer<?, ?> consumer) {
    KafkaClientMetrics metrics = new KafkaClientMetrics(consumer);
    metrics.bindTo(meters);
    return metrics;
  }

  void committed(Batch batch) {
    records.increment(batch.records());
    batches.increment();
    blocks.increment(batch.blocks().size());
  }
}
