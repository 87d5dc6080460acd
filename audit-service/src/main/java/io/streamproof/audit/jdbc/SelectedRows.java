package io.streamproof.audit.jdbc;

import io.streamproof.audit.finding.Finding.Cause;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.report.FindingSummary;
import io.streamproof.audit.report.Sums;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Reads rows that several queries have in common. */
final class SelectedRows {
  private SelectedRows() {}

  static Sums sums(ResultSet row) throws SQLException {
    return new Sums(
        row.getLong("records"),
        row.getLong("emitted_from"),
        row.getLong("dead_lettered"),
        row.getLong("expected"));
  }

  static FindingSummary finding(ResultSet row) throws SQLException {
    return new FindingSummary(
        row.getLong("id"),
        row.getString("pipeline"),
        row.getString("stage"),
        Kind.valueOf(row.getString("kind")),
        cause(row),
        place(row),
        key(row),
        row.getString("trace_id"),
        row.getObject("traced_at") != null,
        row.getLong("affected"),
        row.getBoolean("ongoing"),
        SelectedTimes.readNullable(row, "event_time"),
        SelectedTimes.read(row, "found_at"),
        SelectedTimes.readNullable(row, "resolved_at"),
        micros(row.getObject("slowest_micros", Long.class)),
        row.getString("detail"));
  }

  static @Nullable Cause cause(ResultSet row) throws SQLException {
    Integer partition = row.getObject("source_partition", Integer.class);
    return partition == null
        ? null
        : new Cause(partition, row.getLong("source_offset"), row.getInt("index"));
  }

  static @Nullable Place place(ResultSet row) throws SQLException {
    String topic = row.getString("topic");
    return topic == null
        ? null
        : new Place(topic, row.getInt("out_partition"), row.getLong("out_offset"));
  }

  private static @Nullable Duration micros(@Nullable Long micros) {
    return micros == null ? null : Duration.of(micros, ChronoUnit.MICROS);
  }

  private static @Nullable String key(ResultSet row) throws SQLException {
    byte[] key = row.getBytes("key");
    return key == null ? null : new String(key, StandardCharsets.UTF_8);
  }
}
