package io.streamproof.audit.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.monitor.PipelineSnapshot;
import io.streamproof.audit.monitor.PipelineSnapshot.Found;
import io.streamproof.audit.report.Verdict;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of one pipeline for alerts, all of the same poll; a scrape asks nobody. After a failed
 * poll the verdict is UNKNOWN and counts are NaN, but the age of the proof goes on.
 */
public final class MonitorGauges {
  private final LongSupplier nanoClock;
  private final MeterRegistry meters;
  private volatile LastPoll lastPoll = new LastPoll(null, true);

  /** The last poll that did not fail, and whether one has failed since. */
  private record LastPoll(@Nullable PipelineSnapshot snapshot, boolean failed) {}

  private enum Meter {
    VERDICT("streamproof.audit.verdict", "1 for the verdict that a pipeline has, else 0"),
    PROOF_AGE(
        "streamproof.audit.proof.age.seconds",
        "For how long something waits for its proof; 0: nothing"),
    UNREAD("streamproof.audit.lag.records", "Records of a topic that the audit has not read"),
    UNCLAIMED("streamproof.audit.claims.missing", "Source records whose claims are overdue"),
    FINDINGS("streamproof.audit.findings", "Findings of a kind at a stage"),
    BEHIND("streamproof.stage.lag.records", "Records of its source that a stage has not committed"),
    NOT_READ("streamproof.audit.partitions.not.read", "Partitions that the audit does not read"),
    STALLED("streamproof.audit.stalled", "Whether a stage stands still while input waits");

    private final String id;
    private final String description;

    Meter(String id, String description) {
      this.id = id;
      this.description = description;
    }
  }

  public MonitorGauges(AuditedPipeline pipeline, MeterRegistry meters, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.meters = meters;
    Tags tags = Tags.of("pipeline", pipeline.name());
    for (Verdict verdict : Verdict.values()) {
      gauge(Meter.VERDICT, tags.and("verdict", verdict.name()), () -> verdict() == verdict ? 1 : 0);
    }
    gauge(Meter.PROOF_AGE, tags, this::proofAgeSeconds);
    polled(Meter.UNCLAIMED, tags, PipelineSnapshot::unclaimed);
    for (String topic : pipeline.topics().keySet()) {
      polled(Meter.UNREAD, tags.and("topic", topic), s -> s.unread().getOrDefault(topic, 0L));
    }
    polled(Meter.NOT_READ, tags.and("state", "halted"), PipelineSnapshot::halted);
    polled(Meter.NOT_READ, tags.and("state", "quarantined"), PipelineSnapshot::quarantined);
    findings(PipelineSpecification.SOURCE, tags);
    for (AuditedStage stage : pipeline.stages()) {
      String name = stage.name();
      Tags own = tags.and("stage", name);
      polled(Meter.BEHIND, own, s -> s.behind().getOrDefault(name, 0L));
      polled(Meter.STALLED, own, s -> s.stalled().contains(name) ? 1 : 0);
      findings(name, tags);
    }
  }

  private void findings(String stage, Tags tags) {
    for (FindingKind kind : FindingKind.values()) {
      Found found = new Found(stage, kind);
      polled(
          Meter.FINDINGS,
          tags.and("stage", stage, "kind", kind.name()),
          s -> s.findings().getOrDefault(found, 0L));
    }
  }

  private void polled(Meter meter, Tags tags, ToDoubleFunction<PipelineSnapshot> value) {
    gauge(
        meter,
        tags,
        () -> {
          PipelineSnapshot snapshot = current();
          return snapshot == null ? Double.NaN : value.applyAsDouble(snapshot);
        });
  }

  private void gauge(Meter meter, Tags tags, Supplier<Number> value) {
    Gauge.builder(meter.id, value).description(meter.description).tags(tags).register(meters);
  }

  /** A poll has succeeded. */
  public void polled(PipelineSnapshot snapshot) {
    lastPoll = new LastPoll(snapshot, false);
  }

  /** A poll has failed. */
  public void failed() {
    lastPoll = new LastPoll(lastPoll.snapshot(), true);
  }

  private @Nullable PipelineSnapshot current() {
    LastPoll last = lastPoll;
    return last.failed() ? null : last.snapshot();
  }

  private Verdict verdict() {
    PipelineSnapshot snapshot = current();
    return snapshot == null ? Verdict.UNKNOWN : snapshot.verdict();
  }

  private Number proofAgeSeconds() {
    LastPoll last = lastPoll;
    PipelineSnapshot snapshot = last.snapshot();
    if (snapshot == null) {
      return Double.NaN;
    }
    long now = nanoClock.getAsLong();
    long since = snapshot.waitingSinceNanos().orElse(last.failed() ? snapshot.nanos() : now);
    return (now - since) / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
