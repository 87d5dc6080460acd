package io.streamproof.audit.jdbc;

import static io.streamproof.audit.jdbc.ResultColumns.ids;
import static io.streamproof.audit.jdbc.ResultColumns.longs;
import static io.streamproof.audit.jdbc.ResultColumns.texts;

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
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
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
      select pipeline_id, stage, kind, identity, source_partition, source_offset, index,
             topic, out_partition, out_offset, key, trace_id, to_timestamp(event_millis / 1000.0),
             affected, ongoing, last_offset, slowest_micros, detail, expected, observed
        from unnest(:pipeline_id::smallint[], :stage::text[], :kind::text[], :identity::text[],
                    :source_partition::int[], :source_offset::bigint[], :index::int[],
                    :topic::text[], :out_partition::int[], :out_offset::bigint[], :key::bytea[],
                    :trace_id::text[], :event_millis::bigint[], :affected::bigint[],
                    :ongoing::boolean[], :last_offset::bigint[], :slowest_micros::bigint[],
                    :detail::text[], :expected::text[], :observed::text[])
             as added (pipeline_id, stage, kind, identity, source_partition, source_offset, index,
                       topic, out_partition, out_offset, key, trace_id, event_millis, affected,
                       ongoing, last_offset, slowest_micros, detail, expected, observed)
      """;

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

  private final NamedParameterJdbcTemplate template;
  private final JdbcClient jdbc;

  JdbcFindingRepository(JdbcTemplate template) {
    this.template = new NamedParameterJdbcTemplate(template);
    this.jdbc = JdbcClient.create(template);
  }

  /**
   * Adds findings; one that is there already is left as it is. Each has a statement of its own,
   * since evidence may be large. Part of the caller's transaction.
   */
  void add(List<Finding> findings) {
    writeEach("on conflict do nothing", findings);
  }

  /**
   * Adds the findings of a block. One that is there already affects what the new one does, if that
   * is more: a block that has grown may hold more like it. Part of the caller's transaction.
   */
  void addBlock(List<Finding> findings) {
    writeEach(
        SAME_FINDING
            + """
            do update set kind = excluded.kind, affected = excluded.affected,
                          last_offset = excluded.last_offset
             where excluded.kind in (f.kind, 'DIVERGED') and f.affected < excluded.affected
            """,
        findings);
  }

  private void writeEach(String onSameFinding, List<Finding> findings) {
    template.batchUpdate(
        INSERT + onSameFinding,
        findings.stream()
            .map(finding -> columns(List.of(finding)))
            .toArray(SqlParameterSource[]::new));
  }

  /**
   * Adds findings, each of them once; one that is there already grows by what the new one affects.
   * Part of the caller's transaction.
   */
  void grow(List<Finding> findings) {
    write(
        """
        do update set affected = f.affected + excluded.affected,
                      slowest_micros = greatest(f.slowest_micros, excluded.slowest_micros)
        """,
        findings);
  }

  /**
   * Adds findings, each of them once; one that is there already is ongoing again. Part of the
   * caller's transaction.
   */
  void resume(List<Finding> findings) {
    write("do update set ongoing = true, resolved_at = null", findings);
  }

  private void write(String onSameFinding, List<Finding> findings) {
    if (!findings.isEmpty()) {
      template.update(INSERT + SAME_FINDING + onSameFinding, columns(findings));
    }
  }

  private static SqlParameterSource columns(List<Finding> findings) {
    List<Target> targets = findings.stream().map(Finding::target).toList();
    List<Extent> extents = findings.stream().map(Finding::extent).toList();
    return new MapSqlParameterSource()
        .addValue("pipeline_id", ids(findings, f -> f.subject().pipelineId()))
        .addValue("stage", texts(findings, f -> f.subject().stage()))
        .addValue("kind", texts(findings, f -> f.kind().name()))
        .addValue("identity", texts(findings, f -> ResultColumns.text(f.identity().value())))
        .addValue("source_partition", longs(targets, Target::cause, EmissionKey::partition))
        .addValue("source_offset", longs(targets, Target::cause, EmissionKey::offset))
        .addValue("index", longs(targets, Target::cause, EmissionKey::index))
        .addValue("topic", texts(targets, t -> t.place() == null ? null : t.place().topic()))
        .addValue("out_partition", longs(targets, Target::place, RecordPlace::partition))
        .addValue("out_offset", longs(targets, Target::place, RecordPlace::offset))
        .addValue("key", targets.stream().map(Target::key).toArray(byte[][]::new))
        .addValue("trace_id", texts(targets, Target::traceId))
        .addValue("event_millis", longs(targets, Target::eventTime, ResultColumns::millis))
        .addValue("affected", longs(extents, Extent::affected))
        .addValue("ongoing", extents.stream().map(Extent::ongoing).toArray(Boolean[]::new))
        .addValue("last_offset", longs(extents, Extent::lastOffset, Long::longValue))
        .addValue("slowest_micros", longs(extents, Extent::slowest, ResultColumns::micros))
        .addValue("detail", texts(findings, f -> ResultColumns.text(f.detail())))
        .addValue("expected", texts(findings, f -> ResultColumns.text(f.evidence().expected())))
        .addValue("observed", texts(findings, f -> ResultColumns.text(f.evidence().observed())));
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
