package io.streamproof.audit.jdbc;

import io.streamproof.audit.report.BlockVerdict;
import io.streamproof.audit.report.Books.BlockGroup;
import io.streamproof.audit.report.Range;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A pipeline's blocks that are not folded away, grouped by verdict. */
final class SelectBlocks {
  private final JdbcClient jdbc;

  SelectBlocks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<BlockGroup> of(String pipeline, Range range) {
    return jdbc.sql(
            """
            select s.name, b.partition, b.verdict,
                   count(*) filter (where b.is_within) as count,
                   coalesce(sum(b.records) filter (where b.is_within), 0) as records,
                   coalesce(sum(b.emitted_from) filter (where b.is_within), 0) as emitted_from,
                   coalesce(sum(b.dead_lettered) filter (where b.is_within), 0) as dead_lettered,
                   coalesce(sum(b.expected_count) filter (where b.is_within), 0) as expected,
                   min(b.number) as first,
                   coalesce(min(b.first_time), 'infinity') as since
              from (select block.*,
                           first_time is null
                             or date_trunc('minute', first_time, 'UTC')
                                  >= date_trunc('minute', :from::timestamptz, 'UTC')
                                and date_trunc('minute', first_time, 'UTC') < :to::timestamptz
                             as is_within
                      from block) b
              join stage s on s.id = b.stage_id
              join pipeline p on p.id = s.pipeline_id
             where p.name = :pipeline
             group by s.name, b.partition, b.verdict
            """)
        .param("pipeline", pipeline)
        .param("from", SelectedTimes.parameter(range.from()))
        .param("to", SelectedTimes.parameter(range.to()))
        .query(
            (row, number) ->
                new BlockGroup(
                    row.getString("name"),
                    row.getInt("partition"),
                    BlockVerdict.valueOf(row.getString("verdict")),
                    row.getLong("count"),
                    SelectedRows.sums(row),
                    row.getLong("first"),
                    SelectedTimes.read(row, "since")))
        .list();
  }
}
