package io.streamproof.audit.jdbc;

import static io.streamproof.audit.jdbc.ResultColumns.longs;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.investigation.SuspectClaims;
import io.streamproof.audit.observation.SourceBlockKey;
import io.streamproof.audit.observation.SourceDelta;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.SourceBlock;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Claim;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The blocks of source topics. {@link SourceBlock} decides about them; SQL only narrows down those
 * that are asked, by a condition that each of them meets.
 *
 * <p>Numbers go into SQL by {@code %s}: {@code %d} writes them in the digits of the default locale.
 */
final class SourceBlockTable {
  /** Advisory locks of this kind guard source blocks; the second key is the pipeline. */
  private static final int LOCK = 0x5350_5342;

  /** Blocks that are judged in one go. */
  private static final int MOST = 20_000;

  private static final String BLOCKS =
      """
      select b.partition, b.number, b.verdict, p.next_offset, p.halted_at,
             b.claimed::text as claimed, bit_count(b.claimed) as claimed_count,
             b.claimed_high, b.claimed_low,
             b.observed::text as observed, bit_count(b.observed) as observed_count,
             b.observed_high, b.observed_low,
             greatest(0, extract(epoch from now() - b.unclaimed_since) * 1000)::bigint
               as waiting_millis,
             b.number < coalesce(s.compacted_below, 0) as is_repeated
        from source_block b
        join topic_position p on p.topic = ? and p.partition = b.partition
        left join source_progress s
          on s.pipeline_id = b.pipeline_id and s.partition = b.partition
       where b.pipeline_id = ?
      """;

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
                   unclaimed_since =
                     case when (b.observed & ~b.claimed) <> 0::bit(%1$s)
                               and get_bit(excluded.claimed,
                                     position(b'1' in b.observed & ~b.claimed) - 1) = 1
                          then now() else b.unclaimed_since end,
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
   * Compacts the blocks that are complete. Those of a halted partition stay: what is claimed of
   * them later may be lost.
   */
  void judge(AuditedPipeline pipeline) {
    List<Long> partitions = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    jdbc.sql(
            BLOCKS
                + """
                   and b.verdict in ('OPEN', 'PROVEN') and p.halted_why is null
                   and (b.number + 1) * %1$s <= p.next_offset
                   and (b.claimed = b.observed or b.unclaimed_since < now() - ?::interval)
                 order by b.partition, b.number
                 limit ?
                   for update of b skip locked
                """
                    .formatted(Block.SIZE))
        .params(pipeline.specification().sourceTopic(), pipeline.id())
        .params(SourceBlock.LONGEST_WAIT.toString(), MOST)
        .query(
            row -> {
              SourceBlock block = block(row);
              if (block.isComplete(row.getLong("next_offset"))) {
                partitions.add((long) block.partition());
                numbers.add(block.number());
              }
            });
    compact(pipeline, partitions, numbers);
    remember(pipeline);
  }

  private void compact(AuditedPipeline pipeline, List<Long> partitions, List<Long> numbers) {
    if (numbers.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            with compacted as (
              delete from source_block b
               using unnest(?::int[], ?::bigint[]) as c (partition, number)
               where b.pipeline_id = ? and b.partition = c.partition and b.number = c.number
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
            """)
        .param(longs(partitions, Long::longValue))
        .param(longs(numbers, Long::longValue))
        .param(pipeline.id())
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

  /** The open blocks of a pipeline, in order. */
  List<SourceBlock> open(AuditedPipeline pipeline, int most) {
    return jdbc.sql(
            BLOCKS
                + """
                   and b.verdict = 'OPEN'
                   and (b.claimed <> b.observed
                        or b.claimed_high <> b.observed_high or b.claimed_low <> b.observed_low)
                 order by b.number, b.partition
                 limit ?
                """)
        .params(pipeline.specification().sourceTopic(), pipeline.id(), most)
        .query((row, number) -> block(row))
        .list();
  }

  /**
   * The blocks whose claims are to be investigated, in order. Once a log was cut, only claims of
   * what had been read and is lost are looked at.
   */
  List<SuspectClaims> unmetClaims(AuditedPipeline pipeline, int most) {
    return jdbc
        .sql(
            BLOCKS
                + """
                   and b.verdict = 'OPEN'
                   and case
                     when p.halted_at is not null
                       then (b.claimed & b.observed)
                            << least(%1$s, greatest(0, p.halted_at - b.number * %1$s))::int
                            <> 0::bit(%1$s)
                     when p.halted_why is not null then false
                     else bit_count(b.claimed & ~b.observed) > 0
                          or b.claimed = b.observed
                            and (b.claimed_high <> b.observed_high
                                 or b.claimed_low <> b.observed_low)
                          or b.claimed <> 0::bit(%1$s) and b.unclaimed_since < now() - ?::interval
                   end
                 order by b.partition, b.number
                 limit ?
                """
                    .formatted(Block.SIZE))
        .params(pipeline.specification().sourceTopic(), pipeline.id())
        .params(SourceBlock.OVERDUE.toString(), most)
        .query(
            (row, number) ->
                new SuspectClaims(
                    pipeline,
                    block(row),
                    row.getLong("next_offset"),
                    row.getObject("halted_at", Long.class)))
        .list()
        .stream()
        .filter(SuspectClaims::isDue)
        .toList();
  }

  private static SourceBlock block(ResultSet row) throws SQLException {
    return new SourceBlock(
        row.getInt("partition"),
        row.getLong("number"),
        bits(row.getString("claimed")),
        ResultColumns.tally(row, "claimed"),
        bits(row.getString("observed")),
        ResultColumns.tally(row, "observed"),
        BlockVerdict.valueOf(row.getString("verdict")),
        Duration.ofMillis(row.getLong("waiting_millis")),
        row.getBoolean("is_repeated"));
  }

  /**
   * Writes the verdict, unless the claims have grown. Claims that are met, though nothing of the
   * block was observed since, repeat those of a block that was compacted, and leave no trace.
   */
  void conclude(SuspectClaims claims, BlockVerdict verdict) {
    String same =
        """
         where pipeline_id = ? and partition = ? and number = ? and verdict = 'OPEN'
           and claimed_high = ? and claimed_low = ?
        """;
    if (verdict == BlockVerdict.PROVEN && claims.block().observed().isEmpty()) {
      jdbc.sql(
              "delete from source_block"
                  + same
                  + " and observed = 0::bit(%s)".formatted(Block.SIZE))
          .params(key(claims))
          .update();
    } else {
      jdbc.sql("update source_block set verdict = ?" + same)
          .param(verdict.name())
          .params(key(claims))
          .update();
    }
  }

  private static List<Object> key(SuspectClaims claims) {
    SourceBlock block = claims.block();
    return List.of(
        claims.pipeline().id(),
        block.partition(),
        block.number(),
        block.claimedTally().high(),
        block.claimedTally().low());
  }

  private static BitSet bits(String text) {
    BitSet bits = new BitSet(text.length());
    for (int i = 0; i < text.length(); i++) {
      bits.set(i, text.charAt(i) == '1');
    }
    return bits;
  }
}
