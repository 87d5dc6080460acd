package io.streamproof.audit.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.audit.observation.Batch;

/** What the observers have written to the ledger. */
final class ObservationMeters {
  private final Counter records;
  private final Counter batches;
  private final Counter blocks;

  ObservationMeters(MeterRegistry meters) {
    this.records = AuditMeter.RECORDS.counter(meters);
    this.batches = AuditMeter.BATCHES.counter(meters);
    this.blocks = AuditMeter.BLOCKS.counter(meters);
  }

  void committed(Batch batch) {
    records.increment(batch.records());
    batches.increment();
    blocks.increment(batch.blocks().size());
  }
}
