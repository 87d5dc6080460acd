package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.observation.Suspicion;
import java.util.List;
import java.util.function.Supplier;

/** The ledger as investigations need it. */
public interface CaseFile {
  /** The suspect blocks of a pipeline, in order of stage, partition and number. */
  List<SuspectBlock> suspects(AuditedPipeline pipeline, int most);

  /** The records of a block that stand behind a later origin. */
  List<Suspicion> suspicions(SuspectBlock block);

  /**
   * Notes what an investigation has come to, in one transaction. A block that has grown meanwhile
   * is judged again.
   */
  void conclude(SuspectBlock block, Verdicts verdicts);

  /** Source blocks with a claim that is not met, or not by what was acknowledged. */
  List<SuspectClaims> unmetClaims(AuditedPipeline pipeline, int most);

  /** Notes what has become of claims. */
  void conclude(SuspectClaims claims, ClaimVerdicts verdicts);

  /**
   * Does something while no other instance does it for this pipeline.
   *
   * @return what it gave; {@code otherwise} if another instance is at it
   */
  <T> T alone(AuditedPipeline pipeline, Supplier<T> work, T otherwise);
}
