package io.streamproof.audit.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Supplier;

/** How pipelines are, for alerts. What nobody could see is no number. */
enum WatchMeter {
  VERDICT("streamproof.audit.verdict", "1 for the verdict that a pipeline has, else 0"),
  PROOF_AGE(
      "streamproof.audit.proof.age.seconds",
      "For how long something waits for its proof; 0: nothing"),
  UNREAD("streamproof.audit.lag.records", "Records of a topic that the audit has not read"),
  UNCLAIMED("streamproof.audit.claims.missing", "Source records whose claims are overdue"),
  FINDINGS("streamproof.audit.findings", "Findings of a kind at a stage"),
  BEHIND("streamproof.stage.lag.records", "Records of its source that a stage has not committed"),
  STALLED("streamproof.audit.stalled", "Whether a stage stands still while input waits");

  private final String id;
  private final String description;

  WatchMeter(String id, String description) {
    this.id = id;
    this.description = description;
  }

  void gauge(MeterRegistry meters, Tags tags, Supplier<Number> value) {
    Gauge.builder(id, value).description(description).tags(tags).register(meters);
  }
}
