package io.streamproof.audit.jdbc;

import static io.streamproof.audit.jdbc.ResultColumns.longs;

import io.streamproof.audit.observation.BlockDelta;
import io.streamproof.audit.observation.BlockKey;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
  void add(Map<BlockKey, BlockDelta> blocks) {
    if (blocks.isEmpty()) {
      return;
    }
    List<BlockKey> keys = new ArrayList<>(blocks.keySet());
    List<BlockDelta> deltas = new ArrayList<>(blocks.values());
    jdbc.sql(
            """
            insert into block as b
                   (stage_id, partition, number, records, emitted_from, dead_lettered,
                    expected_count, expected_high, expected_low, expected_last,
                    observed_count, observed_high, observed_low, observed_last,
                    foreign_count, suspicions, ranges, first_time, last_time)
            select stage_id, partition, number, records, emitted_from, dead_lettered,
                   expected_count, expected_high, expected_low, expected_last,
                   observed_count, observed_high, observed_low, observed_last,
                   foreign_count, suspicions, ranges,
                   case when records > 0 then to_timestamp(first_millis / 1000.0) end,
                   case when records > 0 then to_timestamp(last_millis / 1000.0) end
              from unnest(?::smallint[], ?::int[], ?::bigint[], ?::int[], ?::int[], ?::int[],
                          ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                          ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                          ?::int[], ?::int[], ?::int8multirange[], ?::bigint[], ?::bigint[])
                   as d (stage_id, partition, number, records, emitted_from, dead_lettered,
                         expected_count, expected_high, expected_low, expected_last,
                         observed_count, observed_high, observed_low, observed_last,
                         foreign_count, suspicions, ranges, first_millis, last_millis)
            on conflict (stage_id, partition, number) do update
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
        .param(ResultColumns.ids(keys, BlockKey::stageId))
        .param(longs(keys, BlockKey::partition))
        .param(longs(keys, BlockKey::number))
        .param(longs(deltas, BlockDelta::records))
        .param(longs(deltas, BlockDelta::emittedFrom))
        .param(longs(deltas, BlockDelta::deadLettered))
        .param(longs(deltas, d -> d.expected().count()))
        .param(longs(deltas, d -> d.expected().high()))
        .param(longs(deltas, d -> d.expected().low()))
        .param(longs(deltas, BlockDelta::expectedLast))
        .param(longs(deltas, d -> d.observed().count()))
        .param(longs(deltas, d -> d.observed().high()))
        .param(longs(deltas, d -> d.observed().low()))
        .param(longs(deltas, BlockDelta::observedLast))
        .param(longs(deltas, BlockDelta::mismatches))
        .param(longs(deltas, BlockDelta::candidates))
        .param(deltas.stream().map(BlockTable::multirange).toArray(String[]::new))
        .param(longs(deltas, d -> ResultColumns.clampMillis(d.firstTime())))
        .param(longs(deltas, d -> ResultColumns.clampMillis(d.lastTime())))
        .update();
  }

  /** Ranges of output offsets as PostgreSQL writes them; see the column's comment. */
  private static String multirange(BlockDelta delta) {
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
