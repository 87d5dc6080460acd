package io.streamproof.audit.report;

import static io.streamproof.audit.report.SummaryFixture.NEWEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.report.LedgerSummary.SourceSummary;
import io.streamproof.audit.report.LedgerSummary.TopicProgress;
import io.streamproof.audit.support.Flights;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportTests {
  private final SummaryFixture summary = new SummaryFixture();

  @Test
  void allIsProvenWhenAllIsCompacted() {
    Report report = summary.report();
    assertThat(report.verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(report.provenThrough()).isEqualTo(NEWEST);
    assertThat(report.findings()).isZero();
    assertThat(report.stages().get(0).emitted()).isEqualTo(300);
    assertThat(report.stages().get(0).discarded()).isEqualTo(700);
  }

  @Test
  void aPipelineWithoutEventsThatWasCheckedIsProven() {
    summary.compacted.clear();
    summary.source = Flights.EMPTY_SOURCE;
    summary.positions.replaceAll(p -> new TopicProgress(p.topic(), p.partition(), 0, null));
    assertThat(summary.report().verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(summary.report().provenThrough()).isNull();
  }

  @Test
  void nothingIsKnownOfAPipelineThatIsNotInTheLedger() {
    Report report =
        Report.of(
            Flights.PIPELINE,
            new LedgerSummary(
                List.of(), List.of(), List.of(), List.of(), Flights.EMPTY_SOURCE, List.of()));
    assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(report.stages()).allMatch(stage -> stage.verdict() == Verdict.UNKNOWN);
  }

  @Test
  void aHopThatWasNeverCheckedIsUnknown() {
    summary.hops.remove(0);
    assertVerdicts(Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.PROVEN);
  }

  @Test
  void aSourcePartitionThatWasNeverReadIsUnknown() {
    summary.positions.removeIf(p -> p.topic().equals("flights.late") && p.partition() == 1);
    assertVerdicts(Verdict.UNKNOWN, Verdict.PROVEN, Verdict.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN, 1, UNKNOWN",
    "SUSPECT, 1000, UNKNOWN",
    "SUSPECT, 1000000, UNKNOWN",
    "PROVEN, 1, PROVEN",
    "VIOLATED, 1, VIOLATED",
    "UNVERIFIABLE, 1, UNKNOWN"
  })
  void blocksDecideAStagesVerdict(BlockVerdict block, long count, Verdict verdict) {
    summary.block("late", block, count);
    assertVerdicts(verdict, verdict, Verdict.PROVEN);
  }

  @Test
  void blocksOutsideTheRangeDecideNothing() {
    summary.block("late", BlockVerdict.VIOLATED, 0);
    assertVerdicts(Verdict.PROVEN, Verdict.PROVEN, Verdict.PROVEN);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"LOST", "DUPLICATED", "CORRUPTED", "DIVERGED", "PHANTOM", "MISROUTED", "REORDERED"})
  void aViolationIsFoundInAStage(FindingKind kind) {
    summary.finding("late", kind, 1);
    assertVerdicts(Verdict.VIOLATED, Verdict.VIOLATED, Verdict.PROVEN);
    assertThat(summary.report().stages().get(0).findings()).containsEntry(kind, 1L);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNTRACED", "LATE", "STALLED"})
  void aWarningLetsTheVerdictStand(FindingKind kind) {
    summary.finding("late", kind, 1);
    assertVerdicts(Verdict.PROVEN, Verdict.PROVEN, Verdict.PROVEN);
    assertThat(summary.report().findings()).isEqualTo(1);
    assertThat(summary.report().provenThrough()).isEqualTo(NEWEST);
  }

  @Test
  void aStageThatMayDuplicateIsNotViolatedByADuplicate() {
    summary.finding("route", FindingKind.DUPLICATED, 0);
    assertVerdicts(Verdict.PROVEN, Verdict.PROVEN, Verdict.PROVEN);
    assertThat(summary.report().stages().get(1).findings())
        .containsEntry(FindingKind.DUPLICATED, 1L);
  }

  @Test
  void whatCannotBeVerifiedIsUnknown() {
    summary.finding("late", FindingKind.UNVERIFIABLE, null);
    assertVerdicts(Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.PROVEN);
  }

  @Test
  void anEventLostAtTheSourceViolatesThePipelineButNoStage() {
    summary.finding("source", FindingKind.LOST_AT_SOURCE, 0);
    assertVerdicts(Verdict.VIOLATED, Verdict.PROVEN, Verdict.PROVEN);
    assertThat(summary.report().source().lost()).isEqualTo(1);
  }

  @Test
  void anEventThatStandsTwiceInTheSourceIsCounted() {
    summary.finding("source", FindingKind.DUPLICATED_AT_SOURCE, 0);
    assertVerdicts(Verdict.PROVEN, Verdict.PROVEN, Verdict.PROVEN);
    assertThat(summary.report().source().duplicated()).isEqualTo(1);
  }

  @Test
  void acknowledgedEventsThatWereNotSeenYetLeaveItUnknown() {
    summary.source = new SourceSummary(1025, 1024, 1, 0, SummaryFixture.EARLIER);
    assertVerdicts(Verdict.UNKNOWN, Verdict.PROVEN, Verdict.PROVEN);
    assertThat(summary.report().provenThrough()).isEqualTo(SummaryFixture.EARLIER);
  }

  @Test
  void aSourceBlockWithMissingRecordsIsAViolation() {
    summary.source = new SourceSummary(1025, 1024, 1, 1, Instant.MIN);
    assertVerdicts(Verdict.VIOLATED, Verdict.PROVEN, Verdict.PROVEN);
    assertThat(summary.report().provenThrough()).isNull();
  }

  @Test
  void theWorstVerdictIsThePipelines() {
    summary.block("late", BlockVerdict.VIOLATED, 1).block("route", BlockVerdict.OPEN, 1);
    assertVerdicts(Verdict.VIOLATED, Verdict.VIOLATED, Verdict.UNKNOWN);
  }

  private void assertVerdicts(Verdict pipeline, Verdict late, Verdict route) {
    Report report = summary.report();
    assertThat(report.stages()).extracting(ReportStage::verdict).containsExactly(late, route);
    assertThat(report.verdict()).isEqualTo(pipeline);
  }
}
