package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.lineage.LedgerNotes;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the ledger tells walks. */
@Component
final class SelectNotes implements LedgerNotes {
  private static final int MOST = 100;

  private final JdbcClient jdbc;

  SelectNotes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Place> strays(AuditedStage stage, int partition, long offset) {
    return jdbc.sql(
            """
            select topic, out_partition, out_offset
              from finding
             where pipeline_id = ? and stage = ? and source_partition = ? and source_offset = ?
               and topic is not null
             limit ?
            """)
        .params(stage.pipelineId(), stage.name(), partition, offset, MOST)
        .query((row, number) -> new Place(row.getString(1), row.getInt(2), row.getLong(3)))
        .list();
  }

  @Override
  public Optional<String> repetition(AuditedPipeline pipeline, Place place) {
    return jdbc.sql(
            """
            select detail from finding
             where pipeline_id = ? and stage = ? and identity = ? and kind = ?
            """)
        .params(pipeline.id(), Finding.SOURCE, place.toString(), Kind.DUPLICATED_AT_SOURCE.name())
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
