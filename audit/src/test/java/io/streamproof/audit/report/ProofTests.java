package io.streamproof.audit.report;

import static io.streamproof.audit.report.SummaryFixture.EARLIER;
import static io.streamproof.audit.report.SummaryFixture.NEWEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.report.LedgerSummary.BlockGroup;
import io.streamproof.audit.report.LedgerSummary.FindingGroup;
import io.streamproof.audit.report.LedgerSummary.RecordSums;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProofTests {
  private final SummaryFixture summary = new SummaryFixture();

  @Test
  void aProofReachesTheNewestEvent() {
    assertThat(summary.proof().reaches(NEWEST)).isTrue();
    assertThat(summary.proof().reaches(NEWEST.plusMillis(1))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PROVEN")
  void aProofEndsAtTheFirstBlockThatIsNotProven(BlockVerdict verdict) {
    summary.block("late", verdict, 1);
    Proof proof = summary.proof();
    assertThat(proof.provenThrough()).isEqualTo(EARLIER);
    assertThat(proof.stages().get(0).provenThrough()).isEqualTo(EARLIER);
    assertThat(proof.stages().get(1).provenThrough()).isEqualTo(NEWEST);
  }

  @Test
  void itHoldsUpOnlyThePartitionInWhichItIs() {
    summary.block("late", BlockVerdict.SUSPECT, 1);
    assertThat(summary.proof().stages().get(0).partitions())
        .containsExactly(new ProofPartition(0, EARLIER, 256), new ProofPartition(1, NEWEST, 512));
  }

  @Test
  void aViolationEndsAProofEvenIfItsBlockIsGone() {
    summary.finding("route", FindingKind.PHANTOM, 1);
    ProofStage route = summary.proof().stages().get(1);
    assertThat(route.provenThrough()).isEqualTo(EARLIER);
    assertThat(route.partitions())
        .extracting(ProofPartition::provenThrough)
        .containsExactly(NEWEST, EARLIER);
  }

  @Test
  void aViolationOfAnUnknownPartitionHoldsUpAllOfThem() {
    summary.finding("late", FindingKind.PHANTOM, null);
    assertThat(summary.proof().stages().get(0).partitions())
        .extracting(ProofPartition::provenThrough)
        .containsOnly(EARLIER);
  }

  @Test
  void nothingIsProvenIfItIsNotKnownSinceWhenItIsWrong() {
    summary.findings.add(new FindingGroup("late", FindingKind.LOST, 0, 1, Instant.MIN));
    assertThat(summary.proof().provenThrough()).isNull();
    assertThat(summary.proof().reaches(Instant.EPOCH)).isFalse();
  }

  @Test
  void aBlockWithoutATimeHoldsUpNoTime() {
    summary.blocks.add(
        new BlockGroup("late", 0, BlockVerdict.OPEN, 1, RecordSums.NONE, 2, Instant.MAX));
    assertThat(summary.proof().provenThrough()).isEqualTo(NEWEST);
  }

  @Test
  void whatCameAfterTheFrontierDoesNotTakeAProofBack() {
    summary.blocks.add(
        new BlockGroup("late", 0, BlockVerdict.OPEN, 1, RecordSums.NONE, 512, EARLIER));
    assertThat(summary.proof().provenThrough()).isEqualTo(NEWEST);
    summary.blocks.add(
        new BlockGroup("late", 0, BlockVerdict.VIOLATED, 1, RecordSums.NONE, 512, EARLIER));
    assertThat(summary.proof().provenThrough()).as("but what is wrong does").isEqualTo(EARLIER);
  }

  @Test
  void nothingIsProvenBeforeAFrontierIsComplete() {
    summary.frontier = SummaryFixture.STALE;
    assertThat(summary.proof().provenThrough()).isNull();
  }

  @Test
  void aHopThatWasNeverCheckedIsProvenThroughNothing() {
    summary.hops.clear();
    assertThat(summary.proof().stages().get(0).partitions())
        .extracting(ProofPartition::offset)
        .containsOnly(0L);
  }
}
