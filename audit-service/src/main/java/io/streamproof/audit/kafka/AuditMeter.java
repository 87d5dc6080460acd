package io.streamproof.audit.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The audit's metrics, by name. */
enum AuditMeter {
  RECORDS("streamproof.audit.records", "Records read and written to the ledger"),
  BATCHES("streamproof.audit.batches", "Transactions by which they were written"),
  BLOCKS("streamproof.audit.blocks", "Block rows that these have added to");

  private final String id;
  private final String description;

  AuditMeter(String id, String description) {
    this.id = id;
    this.description = description;
  }

  Counter counter(MeterRegistry meters) {
    return Counter.builder(id).description(description).register(meters);
  }
}
