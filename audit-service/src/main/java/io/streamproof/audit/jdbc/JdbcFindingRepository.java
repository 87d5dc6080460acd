package io.streamproof.audit.jdbc;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Evidence;
import io.streamproof.audit.finding.Finding.Extent;
import io.streamproof.audit.finding.Finding.Target;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.report.FindingRepository;
import io.streamproof.audit.report.FindingRepository.FindingQuery;
import io.streamproof.audit.report.RecordedFinding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Findings: each is written once, and read page by page or with its evidence. */
@Component
final class JdbcFindingRepository implements FindingRepository {
  private static final String INSERT =
      """
      insert into finding as f
             (pipeline_id, stage, kind, identity, source_partition, source_offset, index,
              topic, out_partition, out_offset, key, trace_id, event_time, affected, ongoing,
              last_offset, slowest_micros, detail, expected, observed)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, to_timestamp(? / 1000.0), ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final int[] TYPES = {
    Types.SMALLINT,
    Types.VARCHAR,
    Types.VARCHAR,
    Types.VARCHAR,
    Types.INTEGER,
    Types.BIGINT,
    Types.INTEGER,
    Types.VARCHAR,
    Types.INTEGER,
    Types.BIGINT,
    Types.BINARY,
    Types.VARCHAR,
    Types.BIGINT,
    Types.BIGINT,
    Types.BOOLEAN,
    Types.BIGINT,
    Types.BIGINT,
    Types.VARCHAR,
    Types.VARCHAR,
    Types.VARCHAR
  };

  private static final String SAME_FINDING =
      """
      on conflict (pipeline_id, stage, identity,
                   (case kind when 'DIVERGED' then 'CORRUPTED' else kind end))
      """;

  private static final String SELECT =
      """
      select f.id, p.name as pipeline, f.stage, f.kind, f.source_partition, f.source_offset,
             f.index, f.topic, f.out_partition, f.out_offset, f.key, f.trace_id, f.traced_at,
             f.event_time, f.found_at, f.affected, f.ongoing, f.last_offset, f.slowest_micros,
             f.resolved_at, f.detail, %s
        from finding f
        join pipeline p on p.id = f.pipeline_id
      """;

  private final JdbcTemplate template;
  private final JdbcClient jdbc;

  JdbcFindingRepository(JdbcTemplate template) {
    this.template = template;
    this.jdbc = JdbcClient.create(template);
  }

  /**
   * Adds findings; one that is there already is left as it is. Part of the caller's transaction.
   */
  void add(List<Finding> findings) {
    write(INSERT + "on conflict do nothing", findings);
  }

  /**
   * Adds findings; one that is there already grows by what the new one affects. Part of the
   * caller's transaction.
   */
  void grow(List<Finding> findings) {
    write(
        INSERT
            + SAME_FINDING
            + """
            do update set affected = f.affected + excluded.affected,
                          slowest_micros = greatest(f.slowest_micros, excluded.slowest_micros)
            """,
        findings);
  }

  /**
   * Adds findings; one that is there already is ongoing again. Part of the caller's transaction.
   */
  void resume(List<Finding> findings) {
    write(INSERT + SAME_FINDING + "do update set ongoing = true, resolved_at = null", findings);
  }

  private void write(String sql, List<Finding> findings) {
    template.batchUpdate(
        sql, findings.stream().map(JdbcFindingRepository::columns).toList(), TYPES);
  }

  private static Object[] columns(Finding finding) {
    Target target = finding.target();
    Extent extent = finding.extent();
    @Nullable EmissionKey cause = target.cause();
    @Nullable RecordPlace place = target.place();
    @Nullable Object[] columns = {
      finding.subject().pipelineId(),
      finding.subject().stage(),
      finding.kind().name(),
      text(finding.identity().value()),
      cause == null ? null : cause.partition(),
      cause == null ? null : cause.offset(),
      cause == null ? null : cause.index(),
      place == null ? null : place.topic(),
      place == null ? null : place.partition(),
      place == null ? null : place.offset(),
      target.key(),
      target.traceId(),
      target.eventTime() == null ? null : ResultColumns.millis(target.eventTime()),
      extent.affected(),
      extent.ongoing(),
      extent.lastOffset(),
      extent.slowest() == null ? null : ResultColumns.micros(extent.slowest()),
      text(finding.detail()),
      text(finding.evidence().expected()),
      text(finding.evidence().observed())
    };
    return columns;
  }

  /** PostgreSQL's text cannot hold the character NUL, which a record of anyone's may. */
  private static @Nullable String text(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }

  @Override
  public List<RecordedFinding> newest(FindingQuery query) {
    return jdbc.sql(
            SELECT.formatted("null as expected, null as observed")
                + """
                 where p.name = :pipeline
                   and (:kind::text is null or f.kind = :kind)
                   and (:stage::text is null or f.stage = :stage)
                   and f.id < :after
                 order by f.id desc
                 limit :limit
                """)
        .param("pipeline", query.pipeline())
        .param("kind", query.kind() == null ? null : query.kind().name(), Types.VARCHAR)
        .param("stage", query.stage(), Types.VARCHAR)
        .param("after", query.after() == null ? Long.MAX_VALUE : query.after())
        .param("limit", query.limit())
        .query(JdbcFindingRepository::finding)
        .list();
  }

  @Override
  public Optional<RecordedFinding> finding(long id) {
    return jdbc.sql(SELECT.formatted("f.expected, f.observed") + " where f.id = ?")
        .param(id)
        .query(JdbcFindingRepository::finding)
        .optional();
  }

  private static RecordedFinding finding(ResultSet row, int number) throws SQLException {
    return new RecordedFinding(
        row.getLong("id"),
        row.getString("pipeline"),
        row.getString("stage"),
        FindingKind.valueOf(row.getString("kind")),
        new Target(
            ResultColumns.emission(row),
            ResultColumns.place(row),
            row.getBytes("key"),
            row.getString("trace_id"),
            ResultColumns.timeOrNull(row, "event_time")),
        new Extent(
            row.getLong("affected"),
            row.getBoolean("ongoing"),
            row.getObject("last_offset", Long.class),
            slowest(row)),
        row.getString("detail"),
        new Evidence(row.getString("expected"), row.getString("observed")),
        ResultColumns.time(row, "found_at"),
        ResultColumns.timeOrNull(row, "resolved_at"),
        row.getObject("traced_at") != null);
  }

  private static @Nullable Duration slowest(ResultSet row) throws SQLException {
    Long micros = row.getObject("slowest_micros", Long.class);
    return micros == null ? null : Duration.of(micros, ChronoUnit.MICROS);
  }
}
