package io.streamproof.audit.jdbc;

import io.streamproof.audit.report.Books.Hop;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far a pipeline's hops are settled. */
final class SelectHops {
  private final JdbcClient jdbc;

  SelectHops(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Hop> of(String pipeline) {
    return jdbc.sql(
            """
            select s.name, h.partition, h.settled_through
              from hop h
              join stage s on s.id = h.stage_id
              join pipeline p on p.id = s.pipeline_id
             where p.name = ?
            """)
        .param(pipeline)
        .query(
            (row, number) ->
                new Hop(
                    row.getString("name"), row.getInt("partition"), row.getLong("settled_through")))
        .list();
  }
}
