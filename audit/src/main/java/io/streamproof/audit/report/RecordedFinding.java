package io.streamproof.audit.report;

import io.streamproof.audit.finding.Finding.Evidence;
import io.streamproof.audit.finding.Finding.Extent;
import io.streamproof.audit.finding.Finding.Target;
import io.streamproof.audit.finding.FindingKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A finding as the ledger has it.
 *
 * @param stage the stage to blame, or {@code source}
 * @param evidence none if the finding is one of a page
 * @param resolvedAt when it was seen to be over; null: it is not, or never will be
 * @param traced whether its trace was exported, with the finding in it
 */
public record RecordedFinding(
    long id,
    String pipeline,
    String stage,
    FindingKind kind,
    Target target,
    Extent extent,
    String detail,
    Evidence evidence,
    Instant foundAt,
    @Nullable Instant resolvedAt,
    boolean traced) {
  /** Its origin as records carry it: {@code <stage>:<partition>@<offset>#<index>}. */
  public @Nullable String origin() {
    return target.cause() == null ? null : target.cause().origin(stage);
  }
}
