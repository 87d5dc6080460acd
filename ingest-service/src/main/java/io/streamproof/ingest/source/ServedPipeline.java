package io.streamproof.ingest.source;

import io.streamproof.ingest.claim.PipelineClaims;
import io.streamproof.ingest.event.CloudEvent;
import io.streamproof.ingest.event.RejectedException;
import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.trace.Arrival;
import io.streamproof.ingest.trace.Sending;
import io.streamproof.ingest.trace.SourceTrace;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Clock;

/**
 * A pipeline that takes events. Whatever is acknowledged to a client was claimed before, and each
 * event that is received is counted under one outcome.
 */
public final class ServedPipeline {
  private static final String UNCERTAIN = "uncertain";

  private final PipelineSpecification specification;
  private final SourceRecords records;
  private final SourceLog log;
  private final PipelineClaims claims;
  private final EventCounters counters;
  private final SourceTrace trace;
  private final Gate gate = new Gate();

  public ServedPipeline(
      PipelineSpecification specification,
      int maxDataBytes,
      SourceLog log,
      PipelineClaims claims,
      EventCounters counters,
      SourceTrace trace) {
    this.specification = specification;
    this.records = new SourceRecords(specification, maxDataBytes, trace, Clock.systemUTC());
    this.log = log;
    this.claims = claims;
    this.counters = counters;
    this.trace = trace;
  }

  public PipelineSpecification specification() {
    return specification;
  }

  public PipelineClaims claims() {
    return claims;
  }

  public EventCounters counters() {
    return counters;
  }

  public Gate gate() {
    return gate;
  }

  /** Whether it takes events now. */
  public boolean takesEvents() {
    return gate.reason() == null && !claims.isBacklogged();
  }

  /**
   * Lets a request through if the pipeline takes events now.
   *
   * @throws RejectedException if not, with the reason
   */
  public void admit() throws RejectedException {
    gate.pass();
    if (claims.isBacklogged()) {
      throw new RejectedException(
          Rejection.unavailable("the claims of what was accepted cannot be published"));
    }
  }

  /**
   * The record of an event.
   *
   * @throws RejectedException if none can be made of it
   */
  public NewRecord record(CloudEvent event, Arrival arrival) throws RejectedException {
    return records.of(event, arrival);
  }

  /** Appends a record to the source topic, and claims it before the delivery is told. */
  public void send(NewRecord record, Delivery delivery) {
    Sending sending = trace.begin(record.trace(), record::sent);
    log.append(
        record,
        new Delivery() {
          @Override
          public void acknowledged(long offset) {
            claims.add(record.at(offset));
            counters.accepted();
            sending.acknowledged(offset);
            delivery.acknowledged(offset);
          }

          @Override
          public void refused(Rejection why) {
            counters.rejected(why.reason());
            sending.failed(why.reason().tag(), why.detail());
            delivery.refused(why);
          }

          @Override
          public void uncertain(String why) {
            counters.uncertain();
            sending.failed(UNCERTAIN, why);
            delivery.uncertain(why);
          }
        });
  }
}
