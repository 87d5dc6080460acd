package io.streamproof.audit.jdbc;

import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Cause;
import io.streamproof.audit.finding.Finding.Place;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
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
                    last_offset, detail, expected, observed)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, to_timestamp(? / 1000.0), ?, ?, ?, ?, ?, ?)
            on conflict do nothing
            """)
        .param(finding.pipelineId())
        .param(finding.stage())
        .param(finding.kind().name())
        .param(text(finding.identity()))
        .param(nullable(Types.INTEGER, cause == null ? null : cause.partition()))
        .param(nullable(Types.BIGINT, cause == null ? null : cause.offset()))
        .param(nullable(Types.INTEGER, cause == null ? null : cause.index()))
        .param(nullable(Types.VARCHAR, place == null ? null : place.topic()))
        .param(nullable(Types.INTEGER, place == null ? null : place.partition()))
        .param(nullable(Types.BIGINT, place == null ? null : place.offset()))
        .param(nullable(Types.BINARY, finding.key()))
        .param(nullable(Types.VARCHAR, finding.traceId()))
        .param(nullable(Types.BIGINT, finding.eventTimeMillis()))
        .param(finding.affected())
        .param(finding.ongoing())
        .param(nullable(Types.BIGINT, finding.lastOffset()))
        .param(text(finding.detail()))
        .param(nullable(Types.VARCHAR, text(finding.expected())))
        .param(nullable(Types.VARCHAR, text(finding.observed())))
        .update();
  }

  private static SqlParameterValue nullable(int type, @Nullable Object value) {
    return new SqlParameterValue(type, value);
  }

  /** PostgreSQL's text cannot hold the character NUL, which a foreign record may. */
  private static @Nullable String text(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }
}
