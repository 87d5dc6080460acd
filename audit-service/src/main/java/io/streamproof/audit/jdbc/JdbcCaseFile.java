package io.streamproof.audit.jdbc;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.CaseFile;
import io.streamproof.audit.investigation.ClaimVerdicts;
import io.streamproof.audit.investigation.KeyHistory;
import io.streamproof.audit.investigation.Snapshots;
import io.streamproof.audit.investigation.SuspectBlock;
import io.streamproof.audit.investigation.SuspectClaims;
import io.streamproof.audit.investigation.Verdicts;
import io.streamproof.audit.observation.Snapshot;
import io.streamproof.audit.observation.Suspicion;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Suspect blocks, and what becomes of them. */
@Component
final class JdbcCaseFile implements CaseFile, KeyHistory, Snapshots {
  /** Advisory locks of this kind guard investigations; the second key is the pipeline. */
  private static final int LOCK = 0x5350_494E;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  /** Each conclusion is committed by itself, so that rows are not held while others are sought. */
  private final TransactionTemplate conclusion;

  private final SuspectBlocks blocks;
  private final UnmetClaims claims;
  private final OpenCases openCases;
  private final WriteFindings findings;
  private final WriteSnapshots snapshots;

  JdbcCaseFile(JdbcClient jdbc, TransactionTemplate transaction, WriteFindings findings) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.conclusion =
        new TransactionTemplate(
            Objects.requireNonNull(transaction.getTransactionManager()), transaction);
    this.conclusion.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.blocks = new SuspectBlocks(jdbc);
    this.claims = new UnmetClaims(jdbc);
    this.openCases = new OpenCases(jdbc);
    this.findings = findings;
    this.snapshots = new WriteSnapshots(jdbc);
  }

  @Override
  public List<SuspectBlock> suspects(AuditedPipeline pipeline, int most) {
    return blocks.find(pipeline, most);
  }

  @Override
  public List<Suspicion> suspicions(SuspectBlock block) {
    return blocks.suspicions(block);
  }

  @Override
  public void conclude(SuspectBlock block, Verdicts verdicts) {
    conclusion.executeWithoutResult(
        status -> {
          findings.add(verdicts.findings());
          openCases.worsen(verdicts.worsened());
          openCases.close(verdicts.closed());
          blocks.conclude(block, verdicts.verdict());
        });
  }

  @Override
  public List<SuspectClaims> unmetClaims(AuditedPipeline pipeline, int most) {
    return claims.find(pipeline, most);
  }

  @Override
  public void conclude(SuspectClaims suspects, ClaimVerdicts verdicts) {
    conclusion.executeWithoutResult(
        status -> {
          findings.add(verdicts.findings());
          claims.conclude(suspects, verdicts.met());
        });
  }

  @Override
  public <T> T alone(AuditedPipeline pipeline, Supplier<T> work, T otherwise) {
    T result =
        transaction.execute(
            status ->
                jdbc.sql("select pg_try_advisory_xact_lock(?, ?)")
                        .params(LOCK, (int) pipeline.id())
                        .query(Boolean.class)
                        .single()
                    ? work.get()
                    : otherwise);
    return result == null ? otherwise : result;
  }

  @Override
  public Optional<OpenCase> open(AuditedStage stage, int partition, byte[] key) {
    return openCases.find(stage, partition, key);
  }

  @Override
  public Optional<Snapshot> newest(
      short stageId, int partition, long atMost, String specification) {
    return snapshots.newest(stageId, partition, atMost, specification);
  }
}
