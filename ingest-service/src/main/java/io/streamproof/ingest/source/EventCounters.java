package io.streamproof.ingest.source;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.ingest.event.Rejection.Reason;
import io.streamproof.ingest.telemetry.IngestMetric;
import java.util.EnumMap;
import java.util.Map;

/** A pipeline's events by outcome: each received event is counted under exactly one, once. */
public final class EventCounters {
  private static final String PIPELINE = "pipeline";

  private final Counter received;
  private final Counter accepted;
  private final Counter uncertain;
  private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);

  public EventCounters(MeterRegistry registry, String pipeline) {
    received = IngestMetric.EVENTS_RECEIVED.counter(registry, PIPELINE, pipeline);
    accepted = IngestMetric.EVENTS_ACCEPTED.counter(registry, PIPELINE, pipeline);
    uncertain = IngestMetric.EVENTS_UNCERTAIN.counter(registry, PIPELINE, pipeline);
    for (Reason reason : Reason.values()) {
      rejected.put(
          reason,
          IngestMetric.EVENTS_REJECTED.counter(
              registry, PIPELINE, pipeline, "reason", reason.tag()));
    }
    IngestMetric.EVENTS_IN_FLIGHT.gauge(registry, this::inFlight, PIPELINE, pipeline);
  }

  public void received() {
    received.increment();
  }

  public void rejected(Reason reason) {
    Counter counter = rejected.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  void accepted() {
    accepted.increment();
  }

  void uncertain() {
    uncertain.increment();
  }

  private Number inFlight() {
    double decided = accepted.count() + uncertain.count();
    for (Counter reason : rejected.values()) {
      decided += reason.count();
    }
    return Math.max(0, received.count() - decided);
  }
}
