package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.log.TopicLogPool;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.pipeline.record.SourceRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Walks from a record back to the client's event and forward to all that it caused, and replays
 * each step. What is gone or too far away makes a step unknown; only brokers or a database that do
 * not answer make a walk fail.
 */
public final class Lineage {
  private final TopicLogPool logs;
  private final Replayer replayer;
  private final LineageRepository repository;

  public Lineage(TopicLogPool logs, Replayer replayer, LineageRepository repository) {
    this.logs = logs;
    this.replayer = replayer;
    this.repository = repository;
  }

  /**
   * The step of the record at a place, with the steps before and behind it.
   *
   * @param page which of the contributors of this step to give
   * @throws TopicLogPool.BusyLogsException if too many walks are under way
   * @throws KafkaException if the brokers do not answer
   */
  public LineageStep of(
      AuditedPipeline pipeline,
      RecordPlace place,
      WalkDirection direction,
      Contributors.PageRequest page) {
    return logs.with(log -> walk(log, pipeline, place, direction, page));
  }

  private LineageStep walk(
      TopicLog log,
      AuditedPipeline pipeline,
      RecordPlace place,
      WalkDirection direction,
      Contributors.PageRequest page) {
    BoundedReader reader = new BoundedReader(log, BoundedReader.MOST_RECORDS);
    EmissionReplayer emissions = new EmissionReplayer(reader, replayer);
    LineageStep step =
        new BackwardWalk(reader, new StepVerifier(reader, emissions), repository, pipeline)
            .from(place, page);
    if (direction == WalkDirection.FORWARD) {
      step = step.causedBy(null);
    }
    SourceRecord record = step.record();
    return record == null || direction == WalkDirection.BACK
        ? step
        : step.leadingTo(new ForwardWalk(reader, emissions, repository, pipeline).from(record));
  }

  /** Which way a walk goes from its record. */
  public enum WalkDirection {
    BACK,
    FORWARD,
    BOTH
  }
}
