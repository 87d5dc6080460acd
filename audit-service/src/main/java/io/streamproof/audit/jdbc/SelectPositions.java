package io.streamproof.audit.jdbc;

import io.streamproof.audit.report.Books.Position;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far the topics that a pipeline's stages read have been read. */
final class SelectPositions {
  private final JdbcClient jdbc;

  SelectPositions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Position> of(PipelineSpecification pipeline) {
    String[] topics =
        Stream.concat(
                Stream.of(pipeline.sourceTopic()),
                pipeline.stages().stream().map(pipeline::sourceTopic))
            .distinct()
            .toArray(String[]::new);
    return jdbc.sql(
            """
            select topic, partition, next_offset, last_time
              from topic_position
             where topic = any(?)
            """)
        .param(topics)
        .query(
            (row, number) ->
                new Position(
                    row.getString("topic"),
                    row.getInt("partition"),
                    row.getLong("next_offset"),
                    SelectedTimes.readNullable(row, "last_time")))
        .list();
  }
}
