package io.streamproof.audit.investigation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Extent;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.Severity;
import io.streamproof.audit.investigation.BlockAnomalies.EmissionAnomaly;
import io.streamproof.audit.investigation.DivergenceTracker.Growth;
import io.streamproof.audit.investigation.EmissionEvidence.Shown;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.reconciliation.BlockVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes findings of what is wrong in a block. The last of a kind stands for all further ones of
 * that kind in the block, so that no violation looks smaller than it is.
 */
final class BlockFindings {
  private final AuditedStage stage;
  private final BlockAnomalies anomalies;
  private final DivergenceTracker keys;
  private final EvidencePass evidence;
  private final Set<Integer> ongoing;

  BlockFindings(
      AuditedStage stage, BlockAnomalies anomalies, DivergenceTracker keys, EvidencePass evidence) {
    this.stage = stage;
    this.anomalies = anomalies;
    this.keys = keys;
    this.evidence = evidence;
    this.ongoing = keys.ongoing();
  }

  BlockConclusion conclusion() {
    List<Integer> shown = new ArrayList<>();
    Map<FindingKind, Integer> last = new EnumMap<>(FindingKind.class);
    for (int number : inOrder()) {
      EmissionAnomaly anomaly = anomalies.listed().get(number);
      if (evidence.of(anomaly.emission()) == null) {
        anomalies.count(anomaly.kind(), 1 + keys.grown(number).count());
      } else {
        shown.add(number);
        last.put(anomaly.kind(), number);
      }
    }
    anomalies.count(FindingKind.CORRUPTED, keys.grown(BlockAnomalies.COUNTED).count());
    List<Finding> findings = new ArrayList<>();
    for (int number : shown) {
      FindingKind kind = anomalies.listed().get(number).kind();
      findings.add(
          finding(
              number,
              Integer.valueOf(number).equals(last.get(kind)) ? anomalies.further(kind) : 0));
    }
    return new BlockConclusion(verdict(findings), findings, keys.worsened(), keys.closed());
  }

  /** In the order of emissions; those that are merely out of order come last. */
  private List<Integer> inOrder() {
    List<EmissionAnomaly> listed = anomalies.listed();
    return IntStream.range(0, listed.size())
        .boxed()
        .sorted(
            Comparator.<Integer, Boolean>comparing(
                    number -> listed.get(number).kind() == FindingKind.REORDERED)
                .thenComparing(number -> listed.get(number).emission()))
        .toList();
  }

  private BlockVerdict verdict(List<Finding> findings) {
    boolean violated =
        !keys.worsened().isEmpty()
            || findings.stream()
                .anyMatch(
                    finding ->
                        finding.kind().severity(stage.pipeline(), stage.name())
                            == Severity.VIOLATION);
    return violated ? BlockVerdict.VIOLATED : BlockVerdict.PROVEN;
  }

  private Finding finding(int number, long further) {
    EmissionAnomaly anomaly = anomalies.listed().get(number);
    EmissionKey emission = anomaly.emission();
    Growth grown = keys.grown(number);
    Shown shown =
        Objects.requireNonNull(evidence.of(emission))
            .show(anomaly.kind(), stage.name(), anomalies.reordered(emission).orElse(null));
    return Finding.emission(
        stage,
        grown.count() == 0 ? anomaly.kind() : FindingKind.DIVERGED,
        shown.target(),
        new Extent(
            1 + grown.count() + further,
            ongoing.contains(number),
            Math.max(emission.offset(), grown.last()),
            null),
        further == 0
            ? shown.detail()
            : shown.detail() + "; further emissions of its block, wrong like this, count here",
        shown.evidence());
  }
}
