package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.FindingIdentity;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.lineage.LineageRepository;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the ledger knows for walks. */
@Component
final class JdbcLineageRepository implements LineageRepository {
  private static final int MOST = 100;

  private final JdbcClient jdbc;

  JdbcLineageRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<RecordPlace> misplaced(AuditedStage stage, int partition, long offset) {
    return jdbc.sql(
            """
            select topic, out_partition, out_offset
              from finding
             where pipeline_id = ? and stage = ? and source_partition = ? and source_offset = ?
               and topic is not null
             limit ?
            """)
        .params(stage.pipelineId(), stage.name(), partition, offset, MOST)
        .query((row, number) -> new RecordPlace(row.getString(1), row.getInt(2), row.getLong(3)))
        .list();
  }

  @Override
  public Optional<String> duplicate(AuditedPipeline pipeline, RecordPlace place) {
    return jdbc.sql(
            """
            select detail from finding
             where pipeline_id = ? and stage = ? and identity = ? and kind = ?
            """)
        .params(
            pipeline.id(),
            PipelineSpecification.SOURCE,
            FindingIdentity.ofRecord(place).value(),
            FindingKind.DUPLICATED_AT_SOURCE.name())
        .query(String.class)
        .optional();
  }

  @Override
  public long settledThrough(AuditedStage stage, int partition) {
    return jdbc.sql("select settled_through from hop where stage_id = ? and partition = ?")
        .params(stage.id(), partition)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }
}
