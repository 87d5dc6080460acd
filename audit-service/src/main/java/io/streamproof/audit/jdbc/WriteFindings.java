package io.streamproof.audit.jdbc;

import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Cause;
import io.streamproof.audit.finding.Finding.Place;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes findings, each once: one that is there already is left as it is. */
@Component
final class WriteFindings {
  private final JdbcClient jdbc;

  WriteFindings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(List<Finding> findings) {
    findings.forEach(this::add);
  }

  private void add(Finding finding) {
    Cause cause = finding.cause();
    Place place = finding.place();
    jdbc.sql(
            """
            insert into finding
                   (pipeline_id, stage, kind, identity, source_partition, source_offset, index,
                    topic, out_partition, out_offset, key, trace_id, event_time, affected, ongoing,
                    detail, expected, observed)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, to_timestamp(? / 1000.0), ?, ?, ?, ?, ?)
            on conflict do nothing
            """)
        .param(finding.pipelineId())
        .param(finding.stage())
        .param(finding.kind().name())
        .param(text(finding.identity()))
        .param(cause == null ? null : cause.partition(), Types.INTEGER)
        .param(cause == null ? null : cause.offset(), Types.BIGINT)
        .param(cause == null ? null : cause.index(), Types.INTEGER)
        .param(place == null ? null : place.topic(), Types.VARCHAR)
        .param(place == null ? null : place.partition(), Types.INTEGER)
        .param(place == null ? null : place.offset(), Types.BIGINT)
        .param(finding.key(), Types.BINARY)
        .param(finding.traceId(), Types.VARCHAR)
        .param(finding.eventTimeMillis(), Types.BIGINT)
        .param(finding.affected())
        .param(finding.ongoing())
        .param(text(finding.detail()))
        .param(text(finding.expected()), Types.VARCHAR)
        .param(text(finding.observed()), Types.VARCHAR)
        .update();
  }

  /** PostgreSQL's text cannot hold the character NUL, which a foreign record may. */
  private static @Nullable String text(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }
}
