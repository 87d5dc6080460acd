package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.RecordPlace;
import java.util.List;

/** Where events are in the source topic, as far as they are indexed. */
public interface EventIndex {
  /** Where an event is in the source topic. */
  List<RecordPlace> events(AuditedPipeline pipeline, String source, String id);

  /**
   * Where the events of a trace are in the source topic.
   *
   * @param traceId 32 hex digits
   */
  List<RecordPlace> eventsOfTrace(AuditedPipeline pipeline, String traceId);
}
