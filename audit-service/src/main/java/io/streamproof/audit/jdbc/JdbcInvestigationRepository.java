package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.InvestigationRepository;
import io.streamproof.audit.investigation.KeyDigest;
import io.streamproof.audit.investigation.SuspectBlock;
import io.streamproof.audit.investigation.SuspectClaims;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Suspect blocks and unmet claims, and the conclusions about them. */
@Component
final class JdbcInvestigationRepository implements InvestigationRepository {
  /** Advisory locks of this kind guard investigations; the second key is the pipeline. */
  private static final int LOCK = 0x5350_494E;

  private final DataSource dataSource;

  JdbcInvestigationRepository(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public Optional<Turn> take(AuditedPipeline pipeline) {
    return LockedConnection.tryLock(dataSource, LOCK, pipeline)
        .map(locked -> new JdbcTurn(pipeline, locked));
  }

  private static final class JdbcTurn implements Turn {
    private final AuditedPipeline pipeline;
    private final LockedConnection locked;
    private final JdbcClient jdbc;
    private final SuspectBlockTable blocks;
    private final SourceBlockTable sourceBlocks;
    private final JdbcFindingRepository findings;

    JdbcTurn(AuditedPipeline pipeline, LockedConnection locked) {
      this.pipeline = pipeline;
      this.locked = locked;
      this.jdbc = JdbcClient.create(locked.template());
      this.blocks = new SuspectBlockTable(jdbc);
      this.sourceBlocks = new SourceBlockTable(jdbc);
      this.findings = new JdbcFindingRepository(locked.template());
    }

    @Override
    public List<SuspectBlock> suspects(int most) {
      return blocks.find(pipeline, most);
    }

    @Override
    public List<ReorderCandidate> candidates(
        SuspectBlock block, @Nullable ReorderCandidate after, int most) {
      return blocks.candidates(block, after, most);
    }

    @Override
    public Map<KeyDigest, OpenFinding> openFindings(AuditedStage stage, int partition, int most) {
      Map<KeyDigest, OpenFinding> open = new HashMap<>();
      jdbc.sql(
              """
              select id, source_offset, last_offset, sha256(key) as digest from finding
               where pipeline_id = ? and stage = ? and source_partition = ? and key is not null
                 and ongoing and kind in ('CORRUPTED', 'DIVERGED') and last_offset is not null
               order by last_offset desc, id desc
               limit ?
              """)
          .params(stage.pipelineId(), stage.name(), partition, most)
          .query(
              row -> {
                open.putIfAbsent(
                    KeyDigest.ofSha256(row.getBytes("digest")),
                    new OpenFinding(
                        row.getLong("id"),
                        row.getLong("source_offset"),
                        row.getLong("last_offset")));
              });
      return open;
    }

    @Override
    public long start(TopicPartition partition) {
      return offset(
          partition,
          """
          select case when start_offset > coalesce(baseline_offset, 0) then start_offset else 0 end
            from topic_position
           where topic = ? and partition = ?
          """);
    }

    private long offset(TopicPartition partition, String sql) {
      return jdbc.sql(sql)
          .params(partition.topic(), partition.partition())
          .query(Long.class)
          .optional()
          .orElse(0L);
    }

    @Override
    public void conclude(SuspectBlock block, BlockConclusion conclusion) {
      locked
          .transaction()
          .executeWithoutResult(
              status -> {
                findings.addBlock(conclusion.findings());
                worsen(conclusion.worsened());
                close(conclusion.closed());
                blocks.conclude(block, conclusion);
              });
    }

    @Override
    public List<SuspectClaims> unmetClaims(int most) {
      return sourceBlocks.unmetClaims(pipeline, most);
    }

    @Override
    public void conclude(SuspectClaims claims, ClaimConclusion conclusion) {
      locked
          .transaction()
          .executeWithoutResult(
              status -> {
                findings.add(conclusion.findings());
                sourceBlocks.conclude(claims, conclusion.verdict());
              });
    }

    /** Adds emissions to findings; those that are counted already add nothing. */
    private void worsen(Map<Long, List<Long>> offsetsByFinding) {
      offsetsByFinding.forEach(
          (id, offsets) ->
              jdbc.sql(
                      """
                      update finding f
                         set kind = 'DIVERGED', affected = affected + further.count,
                             last_offset = further.last
                        from (select count(*) as count, max(o) as last
                                from finding g, unnest(?::bigint[]) o
                               where g.id = ? and o > g.last_offset) further
                       where f.id = ? and further.count > 0
                      """)
                  .params(offsets.toArray(Long[]::new), id, id)
                  .update());
    }

    private void close(List<Long> ids) {
      if (!ids.isEmpty()) {
        jdbc.sql("update finding set ongoing = false where id = any(?)")
            .param(ids.toArray(Long[]::new))
            .update();
      }
    }

    @Override
    public void close() {
      locked.close();
    }
  }
}
