package io.streamproof.audit.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What became of the traces of findings: those that wait, those exported, those that failed. */
public final class TraceMeters {
  private static final String PREFIX = "streamproof.audit.finding.traces.";

  private final Counter exported;
  private final Counter failures;
  private final AtomicLong waiting = new AtomicLong();

  public TraceMeters(MeterRegistry meters) {
    exported =
        Counter.builder(PREFIX + "exported")
            .description("Findings whose traces a collector has acknowledged")
            .register(meters);
    failures =
        Counter.builder(PREFIX + "failures")
            .description("Attempts to export traces of findings that failed and are repeated")
            .register(meters);
    Gauge.builder(PREFIX + "waiting", waiting, AtomicLong::get)
        .description("Findings of the last 24 hours without a trace, counted up to 10,000")
        .register(meters);
  }

  public void exported(int findings) {
    exported.increment(findings);
  }

  public void failed() {
    failures.increment();
  }

  public void waiting(long findings) {
    waiting.set(findings);
  }
}
