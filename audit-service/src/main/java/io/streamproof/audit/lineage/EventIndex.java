package io.streamproof.audit.lineage;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.RecordPlace;
import java.util.List;

/** Where events stand in the source topic, as far as they are indexed. */
public interface EventIndex {
  /** Where an event stands in the source topic, as far as events are indexed. */
  List<RecordPlace> events(AuditedPipeline pipeline, String source, String id);

  /**
   * Where the events of a trace stand in the source topic, as far as events are indexed.
   *
   * @param traceId 32 hex digits
   */
  List<RecordPlace> eventsOfTrace(AuditedPipeline pipeline, String traceId);
}
