package io.streamproof.audit.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.audit.baseline.Baseline;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.log.LogIdentity.EpochMark;
import io.streamproof.audit.report.LedgerSummary.RecordSums;
import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.tally.Tally;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Columns that several tables have in common. Instants are {@code timestamptz}: PostgreSQL's {@code
 * infinity} is {@link Instant#MAX}, and {@code -infinity} is {@link Instant#MIN}.
 */
final class ResultColumns {
  private ResultColumns() {}

  static OffsetDateTime parameter(Instant time) {
    if (time.equals(Instant.MIN)) {
      return OffsetDateTime.MIN;
    }
    return time.equals(Instant.MAX) ? OffsetDateTime.MAX : time.atOffset(ZoneOffset.UTC);
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    Instant time = timeOrNull(row, column);
    if (time == null) {
      throw new SQLException("no time in column " + column);
    }
    return time;
  }

  static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    if (time == null) {
      return null;
    }
    if (time.equals(OffsetDateTime.MIN)) {
      return Instant.MIN;
    }
    return time.equals(OffsetDateTime.MAX) ? Instant.MAX : time.toInstant();
  }

  /** The last record that was read; null: not known. */
  static @Nullable EpochMark mark(ResultSet row) throws SQLException {
    Integer epoch = row.getObject("epoch", Integer.class);
    return epoch == null ? null : new EpochMark(epoch, row.getLong("epoch_offset"));
  }

  /** Where the audit of a topic partition begins, in a row that has a baseline. */
  static Baseline baseline(ResultSet row) throws SQLException {
    return new Baseline(
        row.getLong("baseline_offset"), row.getLong("judged_from"), time(row, "baseline_at"));
  }

  /** The microseconds of a duration, of which there may be too many for its nanoseconds. */
  static long micros(Duration duration) {
    return duration.dividedBy(ChronoUnit.MICROS.getDuration());
  }

  /**
   * To the nearest, since {@code to_timestamp} is off by microseconds for times in the far future;
   * a time that no record may have is taken for the nearest that one may.
   */
  static long millis(Instant time) {
    return clampMillis(time.plus(500, ChronoUnit.MICROS).toEpochMilli());
  }

  /** The nearest time that a record may have, epoch milliseconds. */
  static long clampMillis(long time) {
    return Math.max(0, Math.min(Event.MAX_TIME, time));
  }

  static RecordSums sums(ResultSet row) throws SQLException {
    return new RecordSums(
        row.getLong("records"),
        row.getLong("emitted_from"),
        row.getLong("dead_lettered"),
        row.getLong("expected"));
  }

  /** The tally of one side of a segment. */
  static Tally tally(ResultSet row, String side) throws SQLException {
    return new Tally(
        row.getLong(side + "_count"), row.getLong(side + "_high"), row.getLong(side + "_low"));
  }

  /** The emission that a finding is about. */
  static @Nullable EmissionKey emission(ResultSet row) throws SQLException {
    Integer partition = row.getObject("source_partition", Integer.class);
    return partition == null
        ? null
        : new EmissionKey(partition, row.getLong("source_offset"), row.getInt("index"));
  }

  /** Where the observed record of a finding is. */
  static @Nullable RecordPlace place(ResultSet row) throws SQLException {
    String topic = row.getString("topic");
    return topic == null
        ? null
        : new RecordPlace(topic, row.getInt("out_partition"), row.getLong("out_offset"));
  }

  /**
   * What PostgreSQL's text can hold of a text that a record of anyone's may contain: neither the
   * character NUL nor half of a surrogate pair.
   */
  static @Nullable String text(@Nullable String text) {
    return text == null ? null : new String(text.getBytes(UTF_8), UTF_8).replace('\0', '\uFFFD');
  }

  /** A column of numbers, for {@code unnest}. */
  static <T> long[] longs(List<T> rows, ToLongFunction<T> column) {
    return rows.stream().mapToLong(column).toArray();
  }

  /** A column of numbers of a part that a row may lack, for {@code unnest}. */
  static <T, P> @Nullable Long[] longs(
      List<T> rows, Function<T, @Nullable P> part, ToLongFunction<P> column) {
    return rows.stream()
        .map(part)
        .map(each -> each == null ? null : Long.valueOf(column.applyAsLong(each)))
        .toArray(Long[]::new);
  }

  /** A column of texts, for {@code unnest}. */
  static <T> String[] texts(List<T> rows, Function<T, @Nullable String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  /** A column of keys of stages or pipelines, for {@code unnest}. */
  static <T> Short[] ids(List<T> rows, Function<T, Short> column) {
    return rows.stream().map(column).toArray(Short[]::new);
  }
}
