package io.streamproof.audit.jdbc;

import io.streamproof.audit.observation.SourceEvent;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes events into the index, by COPY, as part of the caller's transaction.
 *
 * @param traces whether they can be found by their traces
 */
record CopyEvents(JdbcTemplate template, boolean traces) {
  private static final int ROW_CHARACTERS = 112;

  void copy(LocalDate day, List<SourceEvent> events) {
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
