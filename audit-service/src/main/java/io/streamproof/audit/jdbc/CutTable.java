package io.streamproof.audit.jdbc;

import io.streamproof.audit.observation.BlockCuts;
import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.audit.reconciliation.Segment;
import io.streamproof.pipeline.tally.Block;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where blocks are cut into segments. Those who write to segments share a lock per stage until
 * their transactions end, and who cuts has it alone: so all agree on what the segments are.
 */
final class CutTable {
  /** Advisory locks of this kind guard the segments of a stage; the second key is its id. */
  private static final int LOCK = 0x5350_4355;

  private final JdbcClient jdbc;

  CutTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The cuts of hops, which nobody changes until the caller's transaction ends. */
  BlockCuts shared(List<HopKey> hops) {
    BlockCuts cuts = new BlockCuts();
    Short[] stages = stages(hops);
    lock("pg_advisory_xact_lock_shared", stages);
    jdbc.sql("select stage_id, partition, \"offset\" from block_cut where stage_id = any(?)")
        .param(stages)
        .query(
            row -> {
              cuts.add(new HopKey(row.getShort(1), row.getInt(2)), row.getLong(3));
            });
    return cuts;
  }

  /** Lets nobody else write to the segments of hops until the caller's transaction ends. */
  void lock(List<HopKey> hops) {
    lock("pg_advisory_xact_lock", stages(hops));
  }

  private void lock(String function, Short[] stages) {
    for (short stage : stages) {
      jdbc.sql("select " + function + "(?, ?)")
          .params(LOCK, (int) stage)
          .query((row, number) -> row)
          .list();
    }
  }

  /** In the order in which they are locked. */
  private static Short[] stages(List<HopKey> hops) {
    return hops.stream().map(HopKey::stageId).distinct().sorted().toArray(Short[]::new);
  }

  /** The segments that the ledger holds of the block that an offset of some hops is in. */
  List<Segment> segments(List<HopKey> hops, long offset) {
    long first = Block.number(offset) * Block.SIZE;
    return jdbc.sql(
            """
            select b.*
              from block b
              join unnest(?::smallint[], ?::int[]) as h (stage_id, partition)
                on h.stage_id = b.stage_id and h.partition = b.partition
             where b.first_offset >= ? and b.first_offset < ?
            """)
        .param(ResultColumns.ids(hops, HopKey::stageId))
        .param(ResultColumns.longs(hops, HopKey::partition))
        .param(first)
        .param(first + Block.SIZE)
        .query((row, number) -> BlockTable.segment(row))
        .list();
  }

  /**
   * Cuts the blocks of some hops at an offset at which no segment holds something on both sides.
   */
  void cut(List<HopKey> hops, long offset) {
    if (offset % Block.SIZE == 0) {
      return;
    }
    jdbc.sql(
            """
            with hops as (
              select * from unnest(?::smallint[], ?::int[]) as h (stage_id, partition)
            ), shortened as (
              update block b
                 set end_offset = ?
                from hops h
               where b.stage_id = h.stage_id and b.partition = h.partition
                 and b.first_offset < ? and b.end_offset > ?
            )
            insert into block_cut (stage_id, partition, "offset")
            select stage_id, partition, ? from hops
            on conflict do nothing
            """)
        .param(ResultColumns.ids(hops, HopKey::stageId))
        .param(ResultColumns.longs(hops, HopKey::partition))
        .params(offset, offset, offset, offset)
        .update();
  }

  /** Forgets the cuts in blocks that are settled and wholly compacted. */
  void forget(List<HopKey> hops) {
    jdbc.sql(
            """
            delete from block_cut c
             using hop h
             where c.stage_id = any(?)
               and h.stage_id = c.stage_id and h.partition = c.partition
               and (c."offset" / %1$s + 1) * %1$s <= h.settled_through
               and not exists (
                     select from block b
                      where b.stage_id = c.stage_id and b.partition = c.partition
                        and b.first_offset >= c."offset" / %1$s * %1$s
                        and b.first_offset < (c."offset" / %1$s + 1) * %1$s)
            """
                .formatted(Block.SIZE))
        .param(stages(hops))
        .update();
  }
}
