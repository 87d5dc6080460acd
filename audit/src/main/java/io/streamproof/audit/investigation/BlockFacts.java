package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.InvestigationRepository.OpenFinding;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** What the ledger knows that bears on a suspect block. */
public interface BlockFacts {
  /** The records of a block that are behind a later origin. */
  List<ReorderCandidate> candidates(SuspectBlock block);

  /** The finding about wrong emissions of a key of a stateful stage that may still grow. */
  Optional<OpenFinding> openFinding(AuditedStage stage, int partition, byte[] key);

  /** The first offset of a partition from which on the audit has read all; 0: it has read all. */
  long start(TopicPartition partition);
}
