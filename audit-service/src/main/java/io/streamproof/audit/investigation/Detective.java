package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import java.util.List;

/** Investigates what is suspect in a pipeline, a bounded number of blocks at a time. */
public final class Detective {
  private final CaseFile caseFile;
  private final Investigation investigation;
  private final ClaimInvestigation claimInvestigation;
  private final int most;

  /**
   * Makes one.
   *
   * @param most blocks that it investigates at one go
   */
  public Detective(
      CaseFile caseFile,
      Investigation investigation,
      ClaimInvestigation claimInvestigation,
      int most) {
    this.caseFile = caseFile;
    this.investigation = investigation;
    this.claimInvestigation = claimInvestigation;
    this.most = most;
  }

  /** Investigates; gives the number of blocks that it has looked into. */
  public int step(AuditedPipeline pipeline) {
    return caseFile.alone(pipeline, () -> investigate(pipeline), 0);
  }

  private int investigate(AuditedPipeline pipeline) {
    List<SuspectBlock> suspects = caseFile.suspects(pipeline, most);
    for (SuspectBlock block : suspects) {
      caseFile.conclude(block, investigation.investigate(block, caseFile.suspicions(block)));
    }
    List<SuspectClaims> unmet = caseFile.unmetClaims(pipeline, most);
    for (SuspectClaims claims : unmet) {
      claimInvestigation
          .investigate(claims)
          .ifPresent(verdicts -> caseFile.conclude(claims, verdicts));
    }
    return suspects.size();
  }
}
