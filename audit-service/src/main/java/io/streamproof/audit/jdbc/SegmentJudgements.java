package io.streamproof.audit.jdbc;

import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.Segment;
import io.streamproof.audit.reconciliation.Segment.Decision;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Carries out what is decided about segments, many in a statement. */
final class SegmentJudgements {
  private static final String SAME =
      """
      unnest(?::smallint[], ?::int[], ?::bigint[]) as s (stage_id, partition, first_offset)
       where b.stage_id = s.stage_id and b.partition = s.partition
         and b.first_offset = s.first_offset
      """;

  private final JdbcClient jdbc;

  SegmentJudgements(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Decides about segments, the first of each hop first; they are locked until the caller's
   * transaction ends.
   *
   * @param most segments that are looked at
   */
  Map<Decision, List<Segment>> decide(Short[] stages, int most) {
    Map<Decision, List<Segment>> decided = new EnumMap<>(Decision.class);
    jdbc.sql(
            """
            select b.*, h.settled_through
              from block b
              join hop h on h.stage_id = b.stage_id and h.partition = b.partition
             where b.stage_id = any(?) and b.first_offset < h.settled_through
               and (b.verdict = 'OPEN'
                    or b.verdict = 'PROVEN' and b.end_offset <= h.settled_through
                      and b.expected_count = b.observed_count
                      and b.expected_high = b.observed_high and b.expected_low = b.observed_low)
             order by b.stage_id, b.partition, b.first_offset
             limit ?
               for update of b skip locked
            """)
        .params(stages, most)
        .query(
            row -> {
              Segment segment = BlockTable.segment(row);
              decided
                  .computeIfAbsent(
                      segment.decide(row.getLong("settled_through")), key -> new ArrayList<>())
                  .add(segment);
            });
    return decided;
  }

  void mark(List<Segment> segments, BlockVerdict verdict) {
    if (!segments.isEmpty()) {
      jdbc.sql("update block b set verdict = ? from " + SAME)
          .param(verdict.name())
          .params(keys(segments))
          .update();
    }
  }

  /** Adds segments to the sums of their minutes; gives how many. */
  int compact(List<Segment> segments) {
    if (segments.isEmpty()) {
      return 0;
    }
    jdbc.sql(
            """
            with compacted as (
              delete from block b using %s
              returning b.*
            )
            insert into hop_minute as m
                   (stage_id, partition, minute, records, emitted_from, dead_lettered,
                    expected, blocks, last_time)
            select stage_id, partition, date_trunc('minute', first_time, 'UTC'),
                   sum(records), sum(emitted_from), sum(dead_lettered),
                   sum(expected_count), count(*), max(last_time)
              from compacted
             where records > 0
             group by stage_id, partition, date_trunc('minute', first_time, 'UTC')
            on conflict (stage_id, partition, minute) do update
               set records = m.records + excluded.records,
                   emitted_from = m.emitted_from + excluded.emitted_from,
                   dead_lettered = m.dead_lettered + excluded.dead_lettered,
                   expected = m.expected + excluded.expected,
                   blocks = m.blocks + excluded.blocks,
                   last_time = greatest(m.last_time, excluded.last_time)
            """
                .formatted(SAME))
        .params(keys(segments))
        .update();
    return segments.size();
  }

  private static List<Object> keys(List<Segment> segments) {
    return List.of(
        ResultColumns.ids(segments, segment -> segment.hop().stageId()),
        ResultColumns.longs(segments, segment -> segment.hop().partition()),
        ResultColumns.longs(segments, Segment::from));
  }
}
