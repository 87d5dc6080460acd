package io.streamproof.audit.jdbc;

import io.streamproof.audit.observation.SourceBlockKey;
import io.streamproof.audit.observation.SourceDelta;
import io.streamproof.pipeline.tally.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds what a batch has seen, and what ingest has claimed, to the blocks of source topics. */
final class WriteSourceBlocks {
  private final JdbcClient jdbc;

  WriteSourceBlocks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void observe(Map<SourceBlockKey, SourceDelta> blocks) {
    if (blocks.isEmpty()) {
      return;
    }
    List<SourceBlockKey> keys = new ArrayList<>(blocks.keySet());
    List<SourceDelta> deltas = new ArrayList<>(blocks.values());
    jdbc.sql(
            """
            insert into source_block as b
                   (pipeline_id, partition, number, observed, observed_high, observed_low,
                    first_time, last_time)
            select pipeline_id, partition, number, observed::bit(256), high, low,
                   to_timestamp(first_millis / 1000.0), to_timestamp(last_millis / 1000.0)
              from unnest(?::smallint[], ?::int[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[],
                          ?::bigint[], ?::bigint[])
                   as d (pipeline_id, partition, number, observed, high, low,
                         first_millis, last_millis)
            on conflict (pipeline_id, partition, number) do update
               set observed = b.observed | excluded.observed,
                   observed_high = add64(b.observed_high, excluded.observed_high),
                   observed_low = add64(b.observed_low, excluded.observed_low),
                   first_time = least(b.first_time, excluded.first_time),
                   last_time = greatest(b.last_time, excluded.last_time),
                   verdict = 'OPEN',
                   updated_at = now()
            """)
        .param(keys.stream().map(SourceBlockKey::pipelineId).toArray(Short[]::new))
        .param(keys.stream().mapToInt(SourceBlockKey::partition).toArray())
        .param(keys.stream().mapToLong(SourceBlockKey::number).toArray())
        .param(deltas.stream().map(SourceDelta::bits).toArray(String[]::new))
        .param(longs(deltas, d -> d.tally().high()))
        .param(longs(deltas, d -> d.tally().low()))
        .param(longs(deltas, SourceDelta::firstTime))
        .param(longs(deltas, SourceDelta::lastTime))
        .update();
  }

  /** Adds claims, one by one: a repetition of one that is already there adds nothing. */
  void claim(Map<SourceBlockKey, List<Claim>> claims) {
    claims.forEach((key, ofBlock) -> ofBlock.forEach(claim -> claim(key, claim)));
  }

  private void claim(SourceBlockKey key, Claim claim) {
    jdbc.sql(
            """
            insert into source_block as b
                   (pipeline_id, partition, number, claimed, claimed_high, claimed_low)
            values (?, ?, ?, ?::bit(256), ?, ?)
            on conflict (pipeline_id, partition, number) do update
               set claimed = b.claimed | excluded.claimed,
                   claimed_high = add64(b.claimed_high, excluded.claimed_high),
                   claimed_low = add64(b.claimed_low, excluded.claimed_low),
                   verdict = 'OPEN',
                   updated_at = now()
             where b.claimed & excluded.claimed <> excluded.claimed
            """)
        .params(
            key.pipelineId(),
            key.partition(),
            key.number(),
            claim.bits(),
            claim.tally().high(),
            claim.tally().low())
        .update();
  }

  private static long[] longs(List<SourceDelta> deltas, ToLongFunction<SourceDelta> column) {
    return deltas.stream().mapToLong(column).toArray();
  }
}
