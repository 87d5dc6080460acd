package io.streamproof.audit.jdbc;

import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.report.Books.FindingGroup;
import io.streamproof.audit.report.Range;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many findings of each kind a pipeline has, and from when on. A finding about an event that is
 * not there has no time of its own; the block of claims that it is missing from has one.
 */
final class SelectFindingCounts {
  private final JdbcClient jdbc;

  SelectFindingCounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<FindingGroup> of(String pipeline, Range range) {
    return jdbc.sql(
            """
            select f.stage, f.kind, f.source_partition,
                   count(*) filter
                     (where f.event_time is null
                         or date_trunc('minute', f.event_time, 'UTC')
                              >= date_trunc('minute', :from::timestamptz, 'UTC')
                            and date_trunc('minute', f.event_time, 'UTC') < :to::timestamptz)
                     as count,
                   coalesce(
                     min(case when f.event_time is null and f.stage <> 'source'
                              then '-infinity' else f.event_time end),
                     'infinity') as since
              from finding f
              join pipeline p on p.id = f.pipeline_id
             where p.name = :pipeline
             group by f.stage, f.kind, f.source_partition
            """)
        .param("pipeline", pipeline)
        .param("from", SelectedTimes.parameter(range.from()))
        .param("to", SelectedTimes.parameter(range.to()))
        .query(
            (row, number) ->
                new FindingGroup(
                    row.getString("stage"),
                    Kind.valueOf(row.getString("kind")),
                    row.getObject("source_partition", Integer.class),
                    row.getLong("count"),
                    SelectedTimes.read(row, "since")))
        .list();
  }
}
