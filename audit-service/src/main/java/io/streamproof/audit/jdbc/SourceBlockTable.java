package io.streamproof.audit.jdbc;

import static io.streamproof.audit.jdbc.ResultColumns.longs;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.investigation.SuspectClaims;
import io.streamproof.audit.observation.SourceBlockKey;
import io.streamproof.audit.observation.SourceDelta;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Claim;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The blocks of source topics: what was observed against what ingest claims to have acknowledged.
 * Unclaimed records are no anomaly: ingest may be killed before it can claim them.
 *
 * <p>Numbers go into SQL by {@code %s}: {@code %d} writes them in the digits of the default locale.
 */
final class SourceBlockTable {
  /** Nobody waits longer for a claim. */
  private static final String LONGEST_WAIT = "10 minutes";

  private final JdbcClient jdbc;

  SourceBlockTable(JdbcClient jdbc) {
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
            select pipeline_id, partition, number, observed::bit(%1$s), high, low,
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
            """
                .formatted(Block.SIZE))
        .param(ResultColumns.ids(keys, SourceBlockKey::pipelineId))
        .param(longs(keys, SourceBlockKey::partition))
        .param(longs(keys, SourceBlockKey::number))
        .param(ResultColumns.texts(deltas, SourceDelta::bits))
        .param(longs(deltas, d -> d.tally().high()))
        .param(longs(deltas, d -> d.tally().low()))
        .param(longs(deltas, SourceDelta::firstTime))
        .param(longs(deltas, SourceDelta::lastTime))
        .update();
  }

  /** Adds claims, one by one; a claim that is there already adds nothing. */
  void claim(Map<SourceBlockKey, List<Claim>> claims) {
    claims.forEach((key, ofBlock) -> ofBlock.forEach(claim -> claim(key, claim)));
  }

  private void claim(SourceBlockKey key, Claim claim) {
    jdbc.sql(
            """
            insert into source_block as b
                   (pipeline_id, partition, number, claimed, claimed_high, claimed_low)
            values (?, ?, ?, ?::bit(%1$s), ?, ?)
            on conflict (pipeline_id, partition, number) do update
               set claimed = b.claimed | excluded.claimed,
                   claimed_high = add64(b.claimed_high, excluded.claimed_high),
                   claimed_low = add64(b.claimed_low, excluded.claimed_low),
                   verdict = 'OPEN',
                   updated_at = now()
             where b.claimed & excluded.claimed <> excluded.claimed
            """
                .formatted(Block.SIZE))
        .params(
            key.pipelineId(),
            key.partition(),
            key.number(),
            claim.bits(),
            claim.tally().high(),
            claim.tally().low())
        .update();
  }

  /** Compacts the full blocks whose claims are all met, or whose claims nobody awaits any more. */
  void judge(AuditedPipeline pipeline) {
    jdbc.sql(
            """
            with met as materialized (
              select b.pipeline_id, b.partition, b.number
                from source_block b
                join topic_position p on p.topic = ? and p.partition = b.partition
               where b.pipeline_id = ? and b.verdict = 'OPEN'
                 and (b.number + 1) * %1$s <= p.next_offset
                 and b.first_time is not null
                 and (b.claimed = b.observed
                        and b.claimed_high = b.observed_high and b.claimed_low = b.observed_low
                      or (b.claimed & b.observed) = b.claimed
                        and bit_count(b.claimed) < bit_count(b.observed)
                        and b.updated_at < now() - ?::interval)
               order by b.pipeline_id, b.partition, b.number
                 for update of b skip locked
            ), compacted as (
              delete from source_block b
               using met m
               where b.pipeline_id = m.pipeline_id and b.partition = m.partition
                 and b.number = m.number
              returning b.*
            )
            insert into source_minute as s
                   (pipeline_id, partition, minute, claimed, observed, last_time)
            select pipeline_id, partition, date_trunc('minute', first_time, 'UTC'),
                   sum(bit_count(claimed)), sum(bit_count(observed)), max(last_time)
              from compacted
             group by pipeline_id, partition, date_trunc('minute', first_time, 'UTC')
            on conflict (pipeline_id, partition, minute) do update
               set claimed = s.claimed + excluded.claimed,
                   observed = s.observed + excluded.observed,
                   last_time = greatest(s.last_time, excluded.last_time)
            """
                .formatted(Block.SIZE))
        .params(pipeline.specification().sourceTopic(), pipeline.id(), LONGEST_WAIT)
        .update();
  }

  /** How many records below these offsets of the source's partitions still await a claim. */
  long unclaimedBelow(AuditedPipeline pipeline, Map<Integer, Long> offsets) {
    List<Map.Entry<Integer, Long>> rows = List.copyOf(offsets.entrySet());
    return jdbc.sql(
            """
            select coalesce(sum(bit_count(b.observed & ~b.claimed & r.due)), 0)
              from source_block b
              join unnest(?::int[], ?::bigint[]) as d (partition, below)
                on d.partition = b.partition
             cross join lateral (
                   select rpad(repeat('1', greatest(0, least(%1$s, d.below - b.number * %1$s))::int),
                               %1$s, '0')::bit(%1$s) as due) r
             where b.pipeline_id = ? and b.verdict = 'OPEN'
               and b.updated_at > now() - ?::interval
            """
                .formatted(Block.SIZE))
        .param(rows.stream().mapToInt(Map.Entry::getKey).toArray())
        .param(rows.stream().mapToLong(Map.Entry::getValue).toArray())
        .param(pipeline.id())
        .param(LONGEST_WAIT)
        .query(Long.class)
        .single();
  }

  /**
   * Blocks in which a claimed offset was not seen, whether the audit has read past it or is behind,
   * and those whose claimed and observed offsets are the same but not the tallies.
   */
  List<SuspectClaims> unmetClaims(AuditedPipeline pipeline, int most) {
    return jdbc.sql(
            """
            select b.partition, b.number, b.claimed::text as claimed,
                   (b.claimed & ~b.observed & r.read)::text as missing,
                   (b.claimed & ~b.observed & ~r.read)::text as ahead,
                   b.claimed_high, b.claimed_low
              from source_block b
              join topic_position p on p.topic = ? and p.partition = b.partition
             cross join lateral (
                   select rpad(repeat('1', greatest(0, least(%1$s, p.next_offset - b.number * %1$s))::int),
                               %1$s, '0')::bit(%1$s) as read) r
             where b.pipeline_id = ? and b.verdict = 'OPEN'
               and (bit_count(b.claimed & ~b.observed) > 0
                    or b.claimed = b.observed
                       and (b.claimed_high <> b.observed_high or b.claimed_low <> b.observed_low))
             order by b.partition, b.number
             limit ?
            """
                .formatted(Block.SIZE))
        .params(pipeline.specification().sourceTopic(), pipeline.id(), most)
        .query(
            (row, number) ->
                new SuspectClaims(
                    pipeline,
                    row.getInt("partition"),
                    row.getLong("number"),
                    bits(row.getString("claimed")),
                    bits(row.getString("missing")),
                    bits(row.getString("ahead")),
                    row.getLong("claimed_high"),
                    row.getLong("claimed_low")))
        .list();
  }

  void conclude(SuspectClaims claims, boolean met) {
    jdbc.sql(
            """
            update source_block set verdict = ?
             where pipeline_id = ? and partition = ? and number = ? and verdict = 'OPEN'
               and claimed_high = ? and claimed_low = ?
            """)
        .params(
            (met ? BlockVerdict.PROVEN : BlockVerdict.VIOLATED).name(),
            claims.pipeline().id(),
            claims.partition(),
            claims.number(),
            claims.high(),
            claims.low())
        .update();
  }

  private static BitSet bits(String text) {
    BitSet bits = new BitSet(text.length());
    for (int i = 0; i < text.length(); i++) {
      bits.set(i, text.charAt(i) == '1');
    }
    return bits;
  }
}
