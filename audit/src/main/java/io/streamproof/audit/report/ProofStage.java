package io.streamproof.audit.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stage; what it was given counts as right here. */
public record ProofStage(
    String stage, @Nullable Instant provenThrough, List<ProofPartition> partitions) {
  public ProofStage {
    partitions = List.copyOf(partitions);
  }
}
