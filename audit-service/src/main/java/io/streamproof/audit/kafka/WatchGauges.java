package io.streamproof.audit.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.report.Verdict;
import io.streamproof.audit.watch.Sighting;
import io.streamproof.audit.watch.Sighting.Found;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one pipeline, all of the same look; a scrape asks nobody. After a look that failed
 * the verdict is UNKNOWN, what was counted is no number, and the age of the proof goes on.
 */
final class WatchGauges {
  private final LongSupplier nanoClock;
  private final MeterRegistry meters;
  private volatile Seen seen = new Seen(null, true);

  /** The last look that did not fail, and whether one has failed since. */
  private record Seen(@Nullable Sighting last, boolean blind) {}

  WatchGauges(AuditedPipeline pipeline, MeterRegistry meters, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.meters = meters;
    Tags tags = Tags.of("pipeline", pipeline.name());
    for (Verdict verdict : Verdict.values()) {
      WatchMeter.VERDICT.gauge(
          meters, tags.and("verdict", verdict.name()), () -> verdict() == verdict ? 1 : 0);
    }
    WatchMeter.PROOF_AGE.gauge(meters, tags, this::proofAgeSeconds);
    seen(WatchMeter.UNCLAIMED, tags, Sighting::unclaimed);
    for (String topic : pipeline.topics().keySet()) {
      seen(WatchMeter.UNREAD, tags.and("topic", topic), s -> s.unread().getOrDefault(topic, 0L));
    }
    findings(Finding.SOURCE, tags);
    for (AuditedStage stage : pipeline.stages()) {
      String name = stage.name();
      Tags own = tags.and("stage", name);
      seen(WatchMeter.BEHIND, own, s -> s.behind().getOrDefault(name, 0L));
      seen(WatchMeter.STALLED, own, s -> s.stalled().contains(name) ? 1 : 0);
      findings(name, tags);
    }
  }

  private void findings(String stage, Tags tags) {
    for (Kind kind : Kind.values()) {
      Found found = new Found(stage, kind);
      seen(
          WatchMeter.FINDINGS,
          tags.and("stage", stage, "kind", kind.name()),
          s -> s.findings().getOrDefault(found, 0L));
    }
  }

  private void seen(WatchMeter meter, Tags tags, ToDoubleFunction<Sighting> figure) {
    meter.gauge(
        meters,
        tags,
        () -> {
          Sighting sighting = now();
          return sighting == null ? Double.NaN : figure.applyAsDouble(sighting);
        });
  }

  void see(Sighting sighting) {
    seen = new Seen(sighting, false);
  }

  /** A look has failed. */
  void shut() {
    seen = new Seen(seen.last(), true);
  }

  private @Nullable Sighting now() {
    Seen current = seen;
    return current.blind() ? null : current.last();
  }

  private Verdict verdict() {
    Sighting sighting = now();
    return sighting == null ? Verdict.UNKNOWN : sighting.verdict();
  }

  private Number proofAgeSeconds() {
    Seen current = seen;
    Sighting sighting = current.last();
    if (sighting == null) {
      return Double.NaN;
    }
    long now = nanoClock.getAsLong();
    long since = sighting.waitingSinceNanos().orElse(current.blind() ? sighting.nanos() : now);
    return (now - since) / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
