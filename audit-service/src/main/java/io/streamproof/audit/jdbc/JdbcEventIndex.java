package io.streamproof.audit.jdbc;

import io.streamproof.audit.AuditProperties;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.lineage.EventIndex;
import io.streamproof.audit.observation.SourceEvent;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The index of events: where each is in the source topic. An event that is there already is a
 * duplicate, and found here, where both are known. Writers of one pipeline take turns, so that two
 * that come at once are seen as well. What was indexed on a day that is dropped is forgotten.
 */
@Component
final class JdbcEventIndex implements EventIndex {
  /** Advisory locks of this kind guard the index; the second key is the pipeline. */
  private static final int LOCK = 0x5350_4556;

  private static final int MOST = 100;
  private static final int ROW_CHARACTERS = 112;

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final EventDays days;
  private final JdbcFindingRepository findings;
  private final boolean traces;

  @Autowired
  JdbcEventIndex(
      JdbcTemplate template,
      EventDays days,
      JdbcFindingRepository findings,
      AuditProperties properties) {
    this(template, days, findings, properties.audit().indexTraces());
  }

  /**
   * Makes an index.
   *
   * @param traces whether events can be found by their traces
   */
  JdbcEventIndex(
      JdbcTemplate template, EventDays days, JdbcFindingRepository findings, boolean traces) {
    this.template = template;
    this.jdbc = JdbcClient.create(template);
    this.days = days;
    this.findings = findings;
    this.traces = traces;
  }

  @Override
  public List<RecordPlace> events(AuditedPipeline pipeline, String source, String id) {
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
  public List<RecordPlace> eventsOfTrace(AuditedPipeline pipeline, String traceId) {
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

  private List<RecordPlace> indexed(AuditedPipeline pipeline, String sql, Object key) {
    return jdbc.sql(sql)
        .params(pipeline.id(), key, MOST)
        .query(
            (row, number) ->
                new RecordPlace(
                    pipeline.specification().sourceTopic(), row.getInt(1), row.getLong(2)))
        .list();
  }

  /** Indexes events as part of the caller's transaction. */
  void add(List<SourceEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    LocalDate today = days.today();
    Map<Short, List<SourceEvent>> byPipeline = new HashMap<>();
    for (SourceEvent event : events) {
      byPipeline.computeIfAbsent(event.pipelineId(), id -> new ArrayList<>()).add(event);
    }
    byPipeline.forEach((pipelineId, own) -> add(pipelineId, today, own));
  }

  private void add(short pipelineId, LocalDate today, List<SourceEvent> events) {
    template.query("select pg_advisory_xact_lock(?, ?)", row -> {}, LOCK, (int) pipelineId);
    Map<UUID, RecordPlace> known = known(pipelineId, events);
    List<Finding> duplicates = new ArrayList<>();
    for (SourceEvent event : events) {
      RecordPlace first = known.putIfAbsent(event.event(), event.place());
      if (first != null) {
        duplicates.add(duplicate(event, first));
      }
    }
    copy(today, events);
    findings.add(duplicates);
  }

  private Map<UUID, RecordPlace> known(short pipelineId, List<SourceEvent> events) {
    String topic = events.get(0).place().topic();
    Map<UUID, RecordPlace> known = new HashMap<>();
    template.query(
        """
        select e.event, e.partition, e."offset"
          from event_index e
         where e.pipeline_id = ? and e.event = any(?)
         order by e.day desc, e."offset" desc
        """,
        statement -> {
          statement.setShort(1, pipelineId);
          statement.setArray(
              2,
              statement
                  .getConnection()
                  .createArrayOf("uuid", events.stream().map(SourceEvent::event).toArray()));
        },
        row -> {
          known.put(
              row.getObject(1, UUID.class), new RecordPlace(topic, row.getInt(2), row.getLong(3)));
        });
    return known;
  }

  private static Finding duplicate(SourceEvent event, RecordPlace first) {
    return Finding.duplicatedAtSource(
        event.pipelineId(),
        event.place(),
        event.key(),
        event.traceId(),
        event.timeMillis(),
        "event %s of %s stands at %s already".formatted(event.id(), event.source(), first));
  }

  private void copy(LocalDate day, List<SourceEvent> events) {
    StringBuilder rows = new StringBuilder(events.size() * ROW_CHARACTERS);
    for (SourceEvent event : events) {
      rows.append(event.place().offset()).append('\t').append(event.event()).append('\t');
      rows.append(trace(event.traceId())).append('\t');
      rows.append(event.place().partition()).append('\t').append(day).append('\t');
      rows.append(event.pipelineId()).append('\n');
    }
    template.execute((ConnectionCallback<Long>) connection -> copy(connection, rows.toString()));
  }

  /** 32 hex digits are a uuid to PostgreSQL; {@code \N} is null. */
  private String trace(@Nullable String traceId) {
    return traceId == null || !traces ? "\\N" : traceId;
  }

  private static long copy(Connection connection, String rows) throws SQLException {
    try {
      return connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              """
              copy event_index ("offset", event, trace, partition, day, pipeline_id) from stdin
              """,
              new StringReader(rows));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
