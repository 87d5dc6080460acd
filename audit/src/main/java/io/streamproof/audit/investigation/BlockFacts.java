package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.InvestigationRepository.OpenFinding;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What the ledger knows that bears on a suspect block. */
public interface BlockFacts {
  /**
   * The records of a block that are behind a later origin, in the order of their emissions and then
   * of their places.
   *
   * @param after the last one that is known; null: none is
   * @param most how many are given; fewer mean that there are no more
   */
  List<ReorderCandidate> candidates(SuspectBlock block, @Nullable ReorderCandidate after, int most);

  /**
   * The findings about wrong emissions of a key of a stateful stage that may still grow, the newest
   * of each key.
   *
   * @param most how many are given, the newest
   */
  Map<KeyDigest, OpenFinding> openFindings(AuditedStage stage, int partition, int most);

  /**
   * The first offset of a partition behind all that had gone before the audit could read it; 0: it
   * has read all since its baseline.
   */
  long start(TopicPartition partition);
}
