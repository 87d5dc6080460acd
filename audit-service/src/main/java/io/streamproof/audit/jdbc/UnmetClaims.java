package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.investigation.SuspectClaims;
import java.util.BitSet;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Source blocks in which a claimed offset was not seen, be it that the audit has read past it or
 * that it is ahead, and those whose claimed and observed offsets are the same but not the tallies.
 */
final class UnmetClaims {
  private final JdbcClient jdbc;

  UnmetClaims(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<SuspectClaims> find(AuditedPipeline pipeline, int most) {
    return jdbc.sql(
            """
            select b.partition, b.number, b.claimed::text as claimed,
                   (b.claimed & ~b.observed & r.read)::text as missing,
                   (b.claimed & ~b.observed & ~r.read)::text as ahead,
                   b.claimed_high, b.claimed_low
              from source_block b
              join topic_position p on p.topic = ? and p.partition = b.partition
             cross join lateral (
                   select rpad(repeat('1', greatest(0, least(256, p.next_offset - b.number * 256))::int),
                               256, '0')::bit(256) as read) r
             where b.pipeline_id = ? and b.verdict = 'OPEN'
               and (bit_count(b.claimed & ~b.observed) > 0
                    or b.claimed = b.observed
                       and (b.claimed_high <> b.observed_high or b.claimed_low <> b.observed_low))
             order by b.partition, b.number
             limit ?
            """)
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
            met ? "PROVEN" : "VIOLATED",
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
