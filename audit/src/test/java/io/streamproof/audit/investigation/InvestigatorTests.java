package io.streamproof.audit.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.investigation.InvestigationRepository.ClaimConclusion;
import io.streamproof.audit.investigation.InvestigationRepository.OpenFinding;
import io.streamproof.audit.investigation.InvestigationRepository.Turn;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.replay.MemorySnapshotStore;
import io.streamproof.audit.support.Examples;
import io.streamproof.audit.trouble.Trouble;
import io.streamproof.audit.trouble.TroubleLog;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Steps of an investigator, whose clock goes on by a second each time that it is looked at. */
class InvestigatorTests {
  private static final int EMISSIONS = 50;

  private final ExplodedBlock many = new ExplodedBlock(EMISSIONS, 1);
  private final List<BlockConclusion> conclusions = new ArrayList<>();
  private final List<SuspectBlock> suspects = new ArrayList<>();
  private final TroubleLog troubles = new TroubleLog();
  private int turns;
  private int open;
  private long now;
  private final Investigator investigator =
      new Investigator(
          pipeline -> Optional.of(new RecordingTurn()),
          Examples.shop(),
          many.log,
          MemorySnapshotStore.empty(),
          troubles,
          new InvestigationLimits(10, 64 << 20),
          () -> now += Duration.ofSeconds(1).toNanos());

  InvestigatorTests() {
    SourceRecord repeated = many.outputs.get(7);
    many.append(repeated, ExplodedBlock.origin(repeated));
    suspects.add(many.fill());
  }

  @Test
  void goesOnWithABlockThatTakesLongerThanATurn() {
    while (!suspects.isEmpty()) {
      assertThat(investigator.step()).isEqualTo(1);
      assertThat(open).as("turns that it keeps").isZero();
    }
    assertThat(turns).isGreaterThan(5);
    assertThat(conclusions)
        .singleElement()
        .satisfies(
            conclusion ->
                assertThat(conclusion.findings())
                    .singleElement()
                    .satisfies(
                        finding -> assertThat(finding.kind()).isEqualTo(FindingKind.DUPLICATED)));
    assertThat(many.log.read())
        .isLessThanOrEqualTo(3 * (ExplodedBlock.EVENTS + many.outputs.size()));
  }

  @Test
  void concludesAboutABlockThoughItGrowsMeanwhile() {
    investigator.step();
    SuspectBlock grown = suspects.remove(0);
    while (conclusions.isEmpty()) {
      investigator.step();
    }
    assertThat(conclusions.get(0).findings()).hasSize(1);
    suspects.add(grown);
    while (conclusions.size() == 1) {
      investigator.step();
    }
    assertThat(conclusions.get(1)).isEqualTo(conclusions.get(0));
  }

  @Test
  void saysNothingOfABlockWhileWhatIsMissingFromItMayHaveBeenRemoved() {
    troubles.replace("shop", List.of(new Trouble(Trouble.Effect.REMOVAL, "it is compacted")));
    investigator.step();
    assertThat(suspects).isEmpty();
    assertThat(conclusions)
        .singleElement()
        .satisfies(
            conclusion -> {
              assertThat(conclusion.verdict()).isEqualTo(BlockVerdict.UNVERIFIABLE);
              assertThat(conclusion.findings())
                  .singleElement()
                  .returns("it is compacted", Finding::detail);
            });
  }

  private final class RecordingTurn implements Turn {
    RecordingTurn() {
      turns++;
      open++;
    }

    @Override
    public List<SuspectBlock> suspects(int most) {
      return List.copyOf(suspects);
    }

    @Override
    public void conclude(SuspectBlock block, BlockConclusion conclusion) {
      suspects.remove(block);
      conclusions.add(conclusion);
    }

    @Override
    public List<SuspectClaims> unmetClaims(int most) {
      return List.of();
    }

    @Override
    public void conclude(SuspectClaims claims, ClaimConclusion conclusion) {
      throw new IllegalStateException("no claims are unmet");
    }

    @Override
    public List<ReorderCandidate> candidates(
        SuspectBlock block, @Nullable ReorderCandidate after, int most) {
      return List.of();
    }

    @Override
    public Map<KeyDigest, OpenFinding> openFindings(AuditedStage stage, int partition, int most) {
      return Map.of();
    }

    @Override
    public long start(TopicPartition partition) {
      return 0;
    }

    @Override
    public void close() {
      open--;
    }
  }
}
