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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The blocks of source topics: what was observed against what ingest claims to have acknowledged.
 * Unclaimed records are no anomaly: ingest may be killed before it can claim them. Once their
 * claims are overdue, the claimed ones among them are compared by an investigation, since the
 * block's own tally includes the others.
 *
 * <p>Numbers go into SQL by {@code %s}: {@code %s} writes them in the digits of the default locale.
 */
final class SourceBlockTable {
  /** Ingest claims at least each second; what is not claimed after this is compared without. */
  private static final String OVERDUE = "10 seconds";

  /** Advisory locks of this kind guard source blocks; the second key is the pipeline. */
  private static final int LOCK = 0x5350_5342;

  /** Nobody waits longer for a claim. */
  private static final String LONGEST_WAIT = "10 minutes";

  /** Blocks that are judged in one go. */
  private static final int MOST = 20_000;

  private final JdbcClient jdbc;

  SourceBlockTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Lets writers of a pipeline's blocks take turns until their transactions end: each writes twice,
   * once for records and once for claims, and would meet others in between.
   */
  void lock(Set<SourceBlockKey> observed, Set<SourceBlockKey> claimed) {
    Stream.concat(observed.stream(), claimed.stream())
        .map(SourceBlockKey::pipelineId)
        .distinct()
        .sorted()
        .forEach(
            pipelineId ->
                jdbc.sql("select pg_advisory_xact_lock(?, ?)")
                    .params(LOCK, (int) pipelineId)
                    .query((row, number) -> row)
                    .list());
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
                    first_time, last_time, unclaimed_since)
            select pipeline_id, partition, number, observed::bit(%1$s), high, low,
                   to_timestamp(first_millis / 1000.0), to_timestamp(last_millis / 1000.0), now()
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
                   unclaimed_since = case when (b.observed & ~b.claimed) = 0::bit(%1$s)
                                          then now() else b.unclaimed_since end,
                   verdict = 'OPEN'
            """
                .formatted(Block.SIZE))
        .param(ResultColumns.ids(keys, SourceBlockKey::pipelineId))
        .param(longs(keys, SourceBlockKey::partition))
        .param(longs(keys, SourceBlockKey::number))
        .param(ResultColumns.texts(deltas, SourceDelta::bits))
        .param(longs(deltas, d -> d.tally().high()))
        .param(longs(deltas, d -> d.tally().low()))
        .param(longs(deltas, d -> ResultColumns.clampMillis(d.firstTime())))
        .param(longs(deltas, d -> ResultColumns.clampMillis(d.lastTime())))
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
                   verdict = 'OPEN'
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

  /**
   * Compacts the full blocks whose claims are met: their claimed and observed sides are equal, or
   * an investigation has found each claimed record as it was acknowledged, or there is no claim to
   * be met, and none is awaited any more.
   */
  void judge(AuditedPipeline pipeline) {
    compact(pipeline);
    remember(pipeline);
  }

  private void compact(AuditedPipeline pipeline) {
    jdbc.sql(
            """
            with met as materialized (
              select b.pipeline_id, b.partition, b.number
                from source_block b
                join topic_position p on p.topic = ? and p.partition = b.partition
               where b.pipeline_id = ?
                 and (b.verdict in ('OPEN', 'PROVEN') and b.claimed = b.observed
                        and b.claimed_high = b.observed_high and b.claimed_low = b.observed_low
                      or (b.verdict = 'PROVEN'
                            or b.verdict = 'OPEN' and b.claimed = 0::bit(%1$s))
                        and b.unclaimed_since < now() - ?::interval)
                 and (b.number + 1) * %1$s <= p.next_offset
                 and b.first_time is not null
               order by b.pipeline_id, b.partition, b.number
               limit ?
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
        .params(pipeline.specification().sourceTopic(), pipeline.id(), LONGEST_WAIT, MOST)
        .update();
  }

  /** Notes below which block all are compacted, so that a repeated claim is known as such. */
  private void remember(AuditedPipeline pipeline) {
    jdbc.sql(
            """
            insert into source_progress as s (pipeline_id, partition, compacted_below)
            select ?, p.partition,
                   least(p.next_offset / %1$s, coalesce(min(b.number), p.next_offset / %1$s))
              from topic_position p
              left join source_progress known
                on known.pipeline_id = ? and known.partition = p.partition
              left join source_block b
                on b.pipeline_id = ? and b.partition = p.partition
               and b.number >= coalesce(known.compacted_below, 0)
             where p.topic = ?
             group by p.partition, p.next_offset
            on conflict (pipeline_id, partition) do update
               set compacted_below = excluded.compacted_below
             where s.compacted_below < excluded.compacted_below
            """
                .formatted(Block.SIZE))
        .params(pipeline.id(), pipeline.id(), pipeline.id(), pipeline.specification().sourceTopic())
        .update();
  }

  /** The claimed offsets of a range; what is compacted was claimed or is not missed by anyone. */
  List<Long> acknowledged(short pipelineId, int partition, long from, long to, int most) {
    return jdbc.sql(
            """
            select o
              from generate_series(?::bigint, ?::bigint - 1) o
              left join source_progress s on s.pipeline_id = ? and s.partition = ?
              left join source_block b
                on b.pipeline_id = ? and b.partition = ? and b.number = o / %1$s
             where case when b.number is null then o / %1$s < s.compacted_below
                        else get_bit(b.claimed, (o %% %1$s)::int) = 1 end
             order by o
             limit ?
            """
                .formatted(Block.SIZE))
        .params(from, to, pipelineId, partition, pipelineId, partition, most)
        .query(Long.class)
        .list();
  }

  /**
   * Per source partition the first offset of the first block whose claims are not met, or are still
   * awaited; claims that repeat those of a compacted block are awaited by nobody.
   */
  Map<Integer, Long> firstUnclaimed(AuditedPipeline pipeline) {
    Map<Integer, Long> first = new HashMap<>();
    jdbc.sql(
            """
            select b.partition, min(b.number) * %1$s
              from source_block b
              left join source_progress s
                on s.pipeline_id = b.pipeline_id and s.partition = b.partition
             where b.pipeline_id = ? and b.verdict = 'OPEN'
               and b.number >= coalesce(s.compacted_below, 0)
               and (b.claimed <> b.observed
                    or b.claimed_high <> b.observed_high or b.claimed_low <> b.observed_low)
               and not (b.claimed = 0::bit(%1$s) and b.unclaimed_since < now() - ?::interval)
             group by b.partition
            """
                .formatted(Block.SIZE))
        .params(pipeline.id(), OVERDUE)
        .query(
            row -> {
              first.put(row.getInt(1), row.getLong(2));
            });
    return first;
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
               and b.unclaimed_since > now() - ?::interval
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
   * Blocks in which a claimed offset was not seen, whether the audit has read past it or is behind;
   * those whose claimed and observed offsets are the same but not the tallies; and those with
   * records whose claims are overdue, beside others that are claimed.
   */
  List<SuspectClaims> unmetClaims(AuditedPipeline pipeline, int most) {
    return jdbc.sql(
            """
            select b.partition, b.number, b.claimed::text as claimed,
                   (b.claimed & ~b.observed & r.read)::text as missing,
                   (b.claimed & ~b.observed & ~r.read)::text as ahead,
                   b.claimed_high, b.claimed_low,
                   b.number < coalesce(s.compacted_below, 0) as is_compacted
              from source_block b
              join topic_position p on p.topic = ? and p.partition = b.partition
              left join source_progress s
                on s.pipeline_id = b.pipeline_id and s.partition = b.partition
             cross join lateral (
                   select rpad(repeat('1', greatest(0, least(%1$s, p.next_offset - b.number * %1$s))::int),
                               %1$s, '0')::bit(%1$s) as read) r
             where b.pipeline_id = ? and b.verdict = 'OPEN' and p.halted_why is null
               and (bit_count(b.claimed & ~b.observed) > 0
                    or b.claimed = b.observed
                       and (b.claimed_high <> b.observed_high or b.claimed_low <> b.observed_low)
                    or b.claimed <> 0::bit(%1$s) and b.claimed <> b.observed
                      and b.unclaimed_since < now() - ?::interval)
             order by b.partition, b.number
             limit ?
            """
                .formatted(Block.SIZE))
        .params(pipeline.specification().sourceTopic(), pipeline.id(), OVERDUE, most)
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
                    row.getLong("claimed_low"),
                    row.getBoolean("is_compacted")))
        .list();
  }

  /** Writes the verdict, unless the claims have grown. Repeated claims of old leave no trace. */
  void conclude(SuspectClaims claims, boolean met) {
    String same =
        """
         where pipeline_id = ? and partition = ? and number = ? and verdict = 'OPEN'
           and claimed_high = ? and claimed_low = ?
        """;
    if (met && claims.compacted()) {
      jdbc.sql("delete from source_block" + same).params(key(claims)).update();
    } else {
      jdbc.sql("update source_block set verdict = ?" + same)
          .param((met ? BlockVerdict.PROVEN : BlockVerdict.VIOLATED).name())
          .params(key(claims))
          .update();
    }
  }

  private static List<Object> key(SuspectClaims claims) {
    return List.of(
        claims.pipeline().id(), claims.partition(), claims.number(), claims.high(), claims.low());
  }

  private static BitSet bits(String text) {
    BitSet bits = new BitSet(text.length());
    for (int i = 0; i < text.length(); i++) {
      bits.set(i, text.charAt(i) == '1');
    }
    return bits;
  }
}
