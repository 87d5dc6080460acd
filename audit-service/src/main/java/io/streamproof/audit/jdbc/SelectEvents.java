package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.lineage.EventIndex;
import io.streamproof.audit.observation.SourceEvent;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds events in the index that observers fill. */
@Component
final class SelectEvents implements EventIndex {
  private static final int MOST = 100;

  private final JdbcClient jdbc;

  SelectEvents(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Place> events(AuditedPipeline pipeline, String source, String id) {
    return indexed(
        pipeline,
        """
        select e.partition, e."offset"
          from event_index e
         where e.pipeline_id = ? and e.event = ?
         order by e.partition, e."offset"
         limit ?
        """,
        SourceEvent.hash(source, id));
  }

  @Override
  public List<Place> eventsOfTrace(AuditedPipeline pipeline, String traceId) {
    return indexed(
        pipeline,
        """
        select e.partition, e."offset"
          from event_index e
         where e.pipeline_id = ? and e.trace = ?::uuid
         order by e.partition, e."offset"
         limit ?
        """,
        traceId);
  }

  private List<Place> indexed(AuditedPipeline pipeline, String sql, Object key) {
    return jdbc.sql(sql)
        .params(pipeline.id(), key, MOST)
        .query(
            (row, number) ->
                new Place(pipeline.specification().sourceTopic(), row.getInt(1), row.getLong(2)))
        .list();
  }
}
