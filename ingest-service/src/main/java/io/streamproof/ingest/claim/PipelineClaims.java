package io.streamproof.ingest.claim;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.ingest.telemetry.IngestMetric;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.ContentHash;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The claims of a pipeline. Every acknowledged record is in exactly one claim; a claim whose
 * publication is uncertain stays as it is and is published again, until it is confirmed.
 */
public final class PipelineClaims {
  private final String topic;
  private final int maxUnconfirmed;
  private final List<PartitionClaims> partitions;
  private final Counter published;
  private volatile List<Claim> unconfirmed = List.of();

  /**
   * @param maxUnconfirmed claims beyond which the pipeline counts as backlogged
   */
  public PipelineClaims(
      PipelineSpecification pipeline, int maxUnconfirmed, MeterRegistry registry) {
    this.topic = pipeline.claimsTopic();
    this.maxUnconfirmed = maxUnconfirmed;
    this.partitions =
        IntStream.range(0, pipeline.partitions()).mapToObj(PartitionClaims::new).toList();
    this.published = IngestMetric.CLAIMS_PUBLISHED.counter(registry, "pipeline", pipeline.name());
    IngestMetric.CLAIMS_UNCONFIRMED.gauge(
        registry, () -> unconfirmed.size(), "pipeline", pipeline.name());
  }

  /** Adds a record that the brokers have acknowledged. */
  public void add(SourceRecord record) {
    partitions.get(record.partition()).add(record.offset(), ContentHash.source(record));
  }

  /** Publishes what was added, and again what could not be confirmed before. */
  synchronized void publish(ClaimLog log) {
    List<Claim> claims = new ArrayList<>(unconfirmed);
    partitions.forEach(partition -> claims.addAll(partition.take()));
    if (claims.isEmpty()) {
      return;
    }
    // Kept before it is sent: whatever goes wrong in sending, it will be sent again.
    unconfirmed = List.copyOf(claims);
    unconfirmed = List.copyOf(log.publish(topic, claims));
    published.increment(claims.size() - unconfirmed.size());
  }

  /** Claims that were sent and could not be confirmed. */
  int unconfirmed() {
    return unconfirmed.size();
  }

  /** Whether so many claims wait that no more records may be acknowledged. */
  public boolean isBacklogged() {
    return unconfirmed.size() > maxUnconfirmed;
  }

  String topic() {
    return topic;
  }
}
