package io.streamproof.audit.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Instants as {@code timestamptz}. PostgreSQL's {@code infinity} is {@link Instant#MAX}, and {@code
 * -infinity} is {@link Instant#MIN}.
 */
final class SelectedTimes {
  private SelectedTimes() {}

  static OffsetDateTime parameter(Instant time) {
    if (time.equals(Instant.MIN)) {
      return OffsetDateTime.MIN;
    }
    return time.equals(Instant.MAX) ? OffsetDateTime.MAX : time.atOffset(ZoneOffset.UTC);
  }

  static Instant read(ResultSet row, String column) throws SQLException {
    Instant time = readNullable(row, column);
    if (time == null) {
      throw new SQLException("no time in column " + column);
    }
    return time;
  }

  static @Nullable Instant readNullable(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    if (time == null) {
      return null;
    }
    if (time.equals(OffsetDateTime.MIN)) {
      return Instant.MIN;
    }
    return time.equals(OffsetDateTime.MAX) ? Instant.MAX : time.toInstant();
  }
}
