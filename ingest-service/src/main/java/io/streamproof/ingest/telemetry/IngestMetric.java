package io.streamproof.ingest.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/**
 * Everything that the service counts, besides what its frameworks do. For each pipeline, at any
 * time: {@code received = accepted + rejected + uncertain + in.flight}.
 */
public enum IngestMetric {
  EVENTS_RECEIVED("events.received", "Events read from requests, uploads' lines included"),
  EVENTS_ACCEPTED("events.accepted", "Events acknowledged by the brokers, and so by the service"),
  EVENTS_REJECTED("events.rejected", "Events certainly not in the topic; tag reason says why"),
  EVENTS_UNCERTAIN("events.uncertain", "Events that may or may not be in the topic"),
  EVENTS_IN_FLIGHT("events.in.flight", "Events received whose outcome is not known yet"),
  CLAIMS_PUBLISHED("claims.published", "Claims that the brokers have acknowledged"),
  CLAIMS_UNCONFIRMED("claims.unconfirmed", "Claims sent at least once, and to be sent again"),
  OPEN("open", "1 while events are taken, 0 while they are refused whatever they are"),
  UPLOADS_ACTIVE("uploads.active", "Uploads being received");

  private static final String PREFIX = "streamproof.ingest.";

  private final String key;
  private final String description;

  IngestMetric(String suffix, String description) {
    this.key = PREFIX + suffix;
    this.description = description;
  }

  /** The meter's name, dotted, as Micrometer has it. */
  public String key() {
    return key;
  }

  /** A counter with tags, given as names and values in turn. */
  public Counter counter(MeterRegistry registry, String... tags) {
    return Counter.builder(key).description(description).tags(tags).register(registry);
  }

  /** A gauge with tags; the registry keeps hold of what it measures. */
  public void gauge(MeterRegistry registry, Supplier<Number> value, String... tags) {
    Gauge.builder(key, value).description(description).tags(tags).register(registry);
  }
}
