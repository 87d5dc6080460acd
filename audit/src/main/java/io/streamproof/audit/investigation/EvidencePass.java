package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.investigation.BlockAnomalies.EmissionAnomaly;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the emissions that are wrong once more, and keeps what shows it, as far as it fits. */
final class EvidencePass {
  private final Set<EmissionKey> indispensable = new HashSet<>();
  private final Map<EmissionKey, EmissionEvidence> evidence = new HashMap<>();
  private final EvidenceMemory memory;
  private final SourceScan source;
  private final OutputScan outputs;
  private final boolean isObserved;

  EvidencePass(
      SuspectBlock block,
      BlockAnomalies anomalies,
      PipelineReferences references,
      MemoryBudget budget) {
    this.memory = new EvidenceMemory(budget);
    this.source = new SourceScan(block, references.blocks());
    Set<FindingKind> kinds = EnumSet.noneOf(FindingKind.class);
    for (EmissionAnomaly anomaly : anomalies.listed()) {
      EmissionKey emission = anomaly.emission();
      evidence.put(emission, new EmissionEvidence(emission, block.isCompacted()));
      if (kinds.add(anomaly.kind())) {
        indispensable.add(emission);
      }
    }
    this.isObserved = !Set.of(FindingKind.LOST).containsAll(kinds);
    this.outputs = new OutputScan(block, this::observe);
  }

  /** Reads on; gives whether the end was reached. */
  boolean advance(InvestigationSlice slice) {
    return evidence.isEmpty() || (expect(slice) && (!isObserved || outputs.advance(slice)));
  }

  private boolean expect(InvestigationSlice slice) {
    return source.advance(
        slice,
        (cause, emitted) -> {
          emitted.forEach(this::expect);
          return true;
        });
  }

  private void expect(OutputRecord record) {
    EmissionKey emission = EmissionKey.of(record);
    EmissionEvidence wrong = evidence.get(emission);
    if (wrong == null) {
      return;
    }
    if (indispensable.contains(emission)) {
      memory.takeAnywayFor(record);
    } else if (!memory.takeFor(record)) {
      evidence.remove(emission);
      return;
    }
    wrong.expect(record);
  }

  private void observe(ObservedRecord record) {
    EmissionEvidence wrong = evidence.get(EmissionKey.of(record.origin()));
    if (wrong != null) {
      wrong.observe(record, memory);
    }
  }

  /** What shows that an emission is wrong; null: there was no room for it. */
  @Nullable EmissionEvidence of(EmissionKey emission) {
    return evidence.get(emission);
  }
}
