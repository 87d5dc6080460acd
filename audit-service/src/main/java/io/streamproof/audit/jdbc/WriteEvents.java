package io.streamproof.audit.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.audit.finding.Evidence;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Cause;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.observation.SourceEvent;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The index of events: where each stands in the source topic. An event that stands there already is
 * a duplicate, and found here, where both are known. Writers of one pipeline take turns, so that
 * two that come at once are seen as well.
 */
final class WriteEvents {
  /** Advisory locks of this kind guard the index; the second key is the pipeline. */
  private static final int LOCK = 0x5350_4556;

  private final JdbcTemplate template;
  private final WriteFindings findings;

  WriteEvents(JdbcTemplate template, WriteFindings findings) {
    this.template = template;
    this.findings = findings;
  }

  void add(List<SourceEvent> events) {
    Map<Short, List<SourceEvent>> byPipeline = new HashMap<>();
    for (SourceEvent event : events) {
      byPipeline.computeIfAbsent(event.pipelineId(), id -> new ArrayList<>()).add(event);
    }
    byPipeline.forEach(this::add);
  }

  private void add(short pipelineId, List<SourceEvent> events) {
    template.query("select pg_advisory_xact_lock(?, ?)", row -> {}, LOCK, (int) pipelineId);
    Map<UUID, Place> known = known(pipelineId, events);
    List<Finding> duplicates = new ArrayList<>();
    for (SourceEvent event : events) {
      SourceRecord record = event.record();
      Place here = new Place(record.topic(), record.partition(), record.offset());
      Place first = known.putIfAbsent(event.event(), here);
      if (first != null) {
        duplicates.add(duplicate(pipelineId, record, here, first));
      }
    }
    copy(pipelineId, events);
    findings.add(duplicates);
  }

  private Map<UUID, Place> known(short pipelineId, List<SourceEvent> events) {
    String topic = events.get(0).record().topic();
    Map<UUID, Place> known = new HashMap<>();
    template.query(
        """
        select e.event, e.partition, e."offset"
          from event_index e
         where e.pipeline_id = ? and e.event = any(?)
         order by e."offset" desc
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
          known.put(row.getObject(1, UUID.class), new Place(topic, row.getInt(2), row.getLong(3)));
        });
    return known;
  }

  private void copy(short pipelineId, List<SourceEvent> events) {
    StringBuilder rows = new StringBuilder(events.size() * 64);
    for (SourceEvent event : events) {
      rows.append(pipelineId)
          .append('\t')
          .append(event.event())
          .append('\t')
          .append(event.record().partition())
          .append('\t')
          .append(event.record().offset())
          .append('\n');
    }
    template.execute(
        (ConnectionCallback<Long>)
            connection -> {
              try {
                return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                        "copy event_index (pipeline_id, event, partition, \"offset\") from stdin",
                        new StringReader(rows.toString()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static Finding duplicate(short pipelineId, SourceRecord record, Place here, Place first) {
    TraceContext trace = TraceContext.parse(record.header(HeaderNames.TRACEPARENT));
    return new Finding(
        pipelineId,
        Finding.SOURCE,
        Kind.DUPLICATED_AT_SOURCE,
        here.toString(),
        new Cause(record.partition(), record.offset(), 0),
        here,
        record.key(),
        trace == null ? null : trace.traceId(),
        record.timestamp(),
        1,
        false,
        null,
        "event "
            + text(record, HeaderNames.ID)
            + " of "
            + text(record, HeaderNames.SOURCE)
            + " stands at "
            + first
            + " already",
        null,
        Evidence.of(record));
  }

  private static String text(SourceRecord record, String header) {
    byte[] value = record.header(header);
    return value == null ? "" : new String(value, UTF_8);
  }
}
