package io.streamproof.audit.jdbc;

import io.streamproof.audit.report.Books.Folded;
import io.streamproof.audit.report.Range;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The sums of a pipeline's blocks that are folded away, per stage. */
final class SelectFolded {
  private final JdbcClient jdbc;

  SelectFolded(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Folded> of(String pipeline, Range range) {
    return jdbc.sql(
            """
            select s.name,
                   sum(m.records)::bigint as records,
                   sum(m.emitted_from)::bigint as emitted_from,
                   sum(m.dead_lettered)::bigint as dead_lettered,
                   sum(m.expected)::bigint as expected
              from hop_minute m
              join stage s on s.id = m.stage_id
              join pipeline p on p.id = s.pipeline_id
             where p.name = :pipeline
               and m.minute >= date_trunc('minute', :from::timestamptz, 'UTC')
               and m.minute < :to::timestamptz
             group by s.name
            """)
        .param("pipeline", pipeline)
        .param("from", SelectedTimes.parameter(range.from()))
        .param("to", SelectedTimes.parameter(range.to()))
        .query((row, number) -> new Folded(row.getString("name"), SelectedRows.sums(row)))
        .list();
  }
}
