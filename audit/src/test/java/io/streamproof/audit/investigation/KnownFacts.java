package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.InvestigationRepository.OpenFinding;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Facts as the ledger might know them.
 *
 * @param candidates in the order of their emissions
 * @param open whatever the stage
 * @param start of each partition
 */
record KnownFacts(List<ReorderCandidate> candidates, Map<KeyDigest, OpenFinding> open, long start)
    implements BlockFacts {
  static final KnownFacts NONE = new KnownFacts(List.of(), Map.of(), 0);

  @Override
  public List<ReorderCandidate> candidates(
      SuspectBlock block, @Nullable ReorderCandidate after, int most) {
    int from = after == null ? 0 : candidates.indexOf(after) + 1;
    return candidates.subList(from, Math.min(candidates.size(), from + most));
  }

  @Override
  public Map<KeyDigest, OpenFinding> openFindings(AuditedStage stage, int partition, int most) {
    return open;
  }

  @Override
  public long start(TopicPartition partition) {
    return start;
  }
}
