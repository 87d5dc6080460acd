package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.watch.Unclaimed;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts source records without a claim, in the blocks that still await one. */
@Component
final class SelectUnclaimed implements Unclaimed {
  private final JdbcClient jdbc;

  SelectUnclaimed(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public long below(AuditedPipeline pipeline, Map<Integer, Long> offsets) {
    List<Map.Entry<Integer, Long>> rows = List.copyOf(offsets.entrySet());
    return jdbc.sql(
            """
            select coalesce(sum(bit_count(b.observed & ~b.claimed & r.due)), 0)
              from source_block b
              join unnest(?::int[], ?::bigint[]) as d (partition, below)
                on d.partition = b.partition
             cross join lateral (
                   select rpad(repeat('1', greatest(0, least(256, d.below - b.number * 256))::int),
                               256, '0')::bit(256) as due) r
             where b.pipeline_id = ? and b.verdict = 'OPEN'
               and b.updated_at > now() - ?::interval
            """)
        .param(rows.stream().mapToInt(Map.Entry::getKey).toArray())
        .param(rows.stream().mapToLong(Map.Entry::getValue).toArray())
        .param(pipeline.id())
        .param(JudgeSourceBlocks.LONGEST_WAIT)
        .query(Long.class)
        .single();
  }
}
