package io.streamproof.audit.jdbc;

import static io.streamproof.audit.jdbc.ResultColumns.longs;

import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.audit.observation.SegmentDelta;
import io.streamproof.audit.observation.SegmentKey;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.audit.reconciliation.Segment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds what a batch has seen to the blocks of hops, all of them in one statement per table. */
final class BlockTable {
  private final JdbcClient jdbc;

  BlockTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds deltas; the map's order is that in which rows are locked. */
  void add(SortedMap<SegmentKey, SegmentDelta> segments) {
    if (segments.isEmpty()) {
      return;
    }
    List<SegmentKey> keys = new ArrayList<>(segments.keySet());
    List<SegmentDelta> deltas = new ArrayList<>(segments.values());
    jdbc.sql(
            """
            insert into block as b
                   (stage_id, partition, first_offset, end_offset, records, emitted_from,
                    dead_lettered, expected_count, expected_high, expected_low, expected_last,
                    observed_count, observed_high, observed_low, observed_last,
                    foreign_count, suspicions, ranges, first_time, last_time)
            select stage_id, partition, first_offset, end_offset, records, emitted_from,
                   dead_lettered, expected_count, expected_high, expected_low, expected_last,
                   observed_count, observed_high, observed_low, observed_last,
                   foreign_count, suspicions, ranges,
                   case when records > 0 then to_timestamp(first_millis / 1000.0) end,
                   case when records > 0 then to_timestamp(last_millis / 1000.0) end
              from unnest(?::smallint[], ?::int[], ?::bigint[], ?::bigint[], ?::int[], ?::int[], ?::int[],
                          ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                          ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                          ?::int[], ?::int[], ?::int8multirange[], ?::bigint[], ?::bigint[])
                   as d (stage_id, partition, first_offset, end_offset, records, emitted_from,
                         dead_lettered,
                         expected_count, expected_high, expected_low, expected_last,
                         observed_count, observed_high, observed_low, observed_last,
                         foreign_count, suspicions, ranges, first_millis, last_millis)
            on conflict (stage_id, partition, first_offset) do update
               set records = b.records + excluded.records,
                   emitted_from = b.emitted_from + excluded.emitted_from,
                   dead_lettered = b.dead_lettered + excluded.dead_lettered,
                   expected_count = b.expected_count + excluded.expected_count,
                   expected_high = add64(b.expected_high, excluded.expected_high),
                   expected_low = add64(b.expected_low, excluded.expected_low),
                   expected_last = greatest(b.expected_last, excluded.expected_last),
                   observed_count = b.observed_count + excluded.observed_count,
                   observed_high = add64(b.observed_high, excluded.observed_high),
                   observed_low = add64(b.observed_low, excluded.observed_low),
                   observed_last = greatest(b.observed_last, excluded.observed_last),
                   foreign_count = b.foreign_count + excluded.foreign_count,
                   suspicions = b.suspicions + excluded.suspicions,
                   ranges = b.ranges + excluded.ranges,
                   first_time = least(b.first_time, excluded.first_time),
                   last_time = greatest(b.last_time, excluded.last_time),
                   verdict = 'OPEN'
            """)
        .param(ResultColumns.ids(keys, SegmentKey::stageId))
        .param(longs(keys, SegmentKey::partition))
        .param(longs(keys, SegmentKey::from))
        .param(longs(keys, SegmentKey::to))
        .param(longs(deltas, SegmentDelta::records))
        .param(longs(deltas, SegmentDelta::emittedFrom))
        .param(longs(deltas, SegmentDelta::deadLettered))
        .param(longs(deltas, d -> d.expected().count()))
        .param(longs(deltas, d -> d.expected().high()))
        .param(longs(deltas, d -> d.expected().low()))
        .param(longs(deltas, SegmentDelta::expectedLast))
        .param(longs(deltas, d -> d.observed().count()))
        .param(longs(deltas, d -> d.observed().high()))
        .param(longs(deltas, d -> d.observed().low()))
        .param(longs(deltas, SegmentDelta::observedLast))
        .param(longs(deltas, SegmentDelta::mismatches))
        .param(longs(deltas, SegmentDelta::candidates))
        .param(deltas.stream().map(BlockTable::multirange).toArray(String[]::new))
        .param(longs(deltas, d -> ResultColumns.clampMillis(d.firstTime())))
        .param(longs(deltas, d -> ResultColumns.clampMillis(d.lastTime())))
        .update();
  }

  static Segment segment(ResultSet row) throws SQLException {
    return new Segment(
        new HopKey(row.getShort("stage_id"), row.getInt("partition")),
        row.getLong("first_offset"),
        row.getLong("end_offset"),
        ResultColumns.tally(row, "expected"),
        row.getLong("expected_last"),
        ResultColumns.tally(row, "observed"),
        row.getLong("observed_last"),
        row.getInt("foreign_count"),
        row.getInt("suspicions"),
        BlockVerdict.valueOf(row.getString("verdict")));
  }

  /** Ranges of output offsets as PostgreSQL writes them; see the column's comment. */
  private static String multirange(SegmentDelta delta) {
    return OutputRanges.multirange(
        delta.ranges().entrySet().stream()
            .sorted(Comparator.comparingInt(Map.Entry::getKey))
            .map(
                entry ->
                    OutputRanges.range(
                        entry.getKey(), entry.getValue()[0], entry.getValue()[1] + 1)));
  }

  /** Adds records that an investigation will check for their order. */
  void addCandidates(List<ReorderCandidate> candidates) {
    if (candidates.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into suspicion
                   (stage_id, partition, "offset", index, topic, out_partition, out_offset,
                    behind_offset, behind_index, behind_at)
            select * from unnest(?::smallint[], ?::int[], ?::bigint[], ?::int[], ?::text[],
                                 ?::int[], ?::bigint[], ?::bigint[], ?::int[], ?::bigint[])
            on conflict do nothing
            """)
        .param(ResultColumns.ids(candidates, ReorderCandidate::stageId))
        .param(longs(candidates, c -> c.emission().partition()))
        .param(longs(candidates, c -> c.emission().offset()))
        .param(longs(candidates, c -> c.emission().index()))
        .param(ResultColumns.texts(candidates, c -> c.place().topic()))
        .param(longs(candidates, c -> c.place().partition()))
        .param(longs(candidates, c -> c.place().offset()))
        .param(longs(candidates, c -> c.behind().offset()))
        .param(longs(candidates, c -> c.behind().index()))
        .param(longs(candidates, ReorderCandidate::behindAt))
        .update();
  }

  /**
   * Ranges of output offsets as the ledger keeps them: an {@code int8multirange} of numbers that
   * hold the index of the output partition in the upper 16 bits and the offset in the lower 48.
   */
  static final class OutputRanges {
    private static final int INDEX_SHIFT = 48;
    private static final long OFFSET_MASK = (1L << INDEX_SHIFT) - 1;

    private OutputRanges() {}

    /** A range as PostgreSQL writes it; {@code to} is exclusive. */
    static String range(int index, long from, long to) {
      long base = (long) index << INDEX_SHIFT;
      return "[" + (base + from) + "," + (base + to) + ")";
    }

    static String multirange(Stream<String> ranges) {
      return ranges.collect(Collectors.joining(",", "{", "}"));
    }

    static int index(long packed) {
      return (int) (packed >> INDEX_SHIFT);
    }

    static long offset(long packed) {
      return packed & OFFSET_MASK;
    }
  }
}
