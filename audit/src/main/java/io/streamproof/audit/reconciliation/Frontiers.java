package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.log.OffsetReader;
import java.time.InstantSource;

/** Takes frontiers. Thread-safe. */
public final class Frontiers {
  private final Judgement judgement;
  private final OffsetReader offsets;
  private final RecordReader records;
  private final FrontierLog log;
  private final InstantSource clock;

  /**
   * Makes it.
   *
   * @param log given each frontier that is complete
   */
  public Frontiers(
      Judgement judgement,
      OffsetReader offsets,
      RecordReader records,
      FrontierLog log,
      InstantSource clock) {
    this.judgement = judgement;
    this.offsets = offsets;
    this.records = records;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Takes a frontier now. The blocks that it falls into are cut there, so that nothing that comes
   * later holds it up.
   */
  public Frontier take(AuditedPipeline pipeline) {
    return begin(pipeline, ends -> judgement.cut(pipeline, ends));
  }

  /** Takes a frontier that is followed until it is complete, however long that may be. */
  Frontier follow(AuditedPipeline pipeline) {
    Frontier frontier = take(pipeline);
    log.begun(pipeline.name(), frontier.takenAt());
    return frontier;
  }

  /**
   * Takes a frontier now without writing anything. It may never be complete where more and more
   * comes into the blocks that it falls into.
   */
  public Frontier look(AuditedPipeline pipeline) {
    return begin(pipeline, ends -> ends);
  }

  private Frontier begin(AuditedPipeline pipeline, Frontier.Cut cut) {
    return new Frontier(
        pipeline, new Frontier.Sources(judgement, offsets, records, cut), log, clock.instant());
  }
}
