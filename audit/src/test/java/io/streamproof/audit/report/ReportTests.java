package io.streamproof.audit.report;

import static io.streamproof.audit.report.SummaryFixture.NEWEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.baseline.Baseline;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.FreshFrontiers;
import io.streamproof.audit.reconciliation.FrontierLog.FrontierState;
import io.streamproof.audit.report.LedgerSummary.BlockGroup;
import io.streamproof.audit.report.LedgerSummary.RecordSums;
import io.streamproof.audit.report.LedgerSummary.SourceSummary;
import io.streamproof.audit.report.LedgerSummary.TopicProgress;
import io.streamproof.audit.report.ProvenSince.BaselinePartition;
import io.streamproof.audit.support.Examples;
import io.streamproof.audit.support.Flights;
import io.streamproof.audit.trouble.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportTests {
  private static final Instant ACCEPTED_AT = Instant.parse("2026-01-01T00:00:00Z");

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
    summary.positions.replaceAll(
        p -> new TopicProgress(p.topic(), p.partition(), 0, 0, null, null, false, null));
    summary.frontier =
        new FrontierState(FreshFrontiers.AS_OF, true, Duration.ofSeconds(10), Map.of(), null);
    assertThat(summary.report().verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(summary.report().provenThrough()).isNull();
  }

  @Test
  void nothingIsKnownOfAPipelineThatIsNotInTheLedger() {
    Report report =
        Report.of(
            Flights.PIPELINE,
            new LedgerSummary(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Flights.EMPTY_SOURCE,
                List.of()),
            InstanceState.of(SummaryFixture.STALE));
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
    summary.frontier = FreshFrontiers.of("flights").state("flights");
    assertVerdicts(Verdict.UNKNOWN, Verdict.PROVEN, Verdict.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN, 1, PROVEN",
    "SUSPECT, 1000000, PROVEN",
    "PROVEN, 1, PROVEN",
    "VIOLATED, 1, VIOLATED",
    "UNVERIFIABLE, 1, UNKNOWN"
  })
  void blocksDecideAStagesVerdictWhileTheFrontierIsFresh(
      BlockVerdict block, long count, Verdict verdict) {
    summary.block("late", block, count);
    assertVerdicts(verdict, verdict, Verdict.PROVEN);
  }

  @ParameterizedTest
  @CsvSource({"OPEN, UNKNOWN", "PROVEN, UNKNOWN", "VIOLATED, VIOLATED"})
  void nothingIsProvenBehindAFrontierThatIsStale(BlockVerdict block, Verdict verdict) {
    summary.frontier = SummaryFixture.STALE;
    summary.block("late", block, 1);
    assertVerdicts(verdict, verdict, Verdict.UNKNOWN);
  }

  @Test
  void nothingIsProvenByALedgerThatDoesNotHoldWhatWasJudged() {
    Map<TopicPartition, Long> ends = Map.of(new TopicPartition("flights.source", 0), 513L);
    summary.frontier =
        new FrontierState(Instant.EPOCH, true, Duration.ofSeconds(10), ends, SummaryFixture.NEWEST);
    assertThat(summary.report().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(summary.report().provenThrough()).isNull();
  }

  @Test
  void saysWhyNothingIsKnown() {
    summary.frontier = SummaryFixture.STALE;
    summary.blocks.add(
        new BlockGroup(
            "late",
            0,
            BlockVerdict.OPEN,
            1,
            new RecordSums(7, 0, 0, 0),
            1,
            SummaryFixture.EARLIER));
    summary.positions.set(
        0,
        new TopicProgress("flights.source", 0, 0, 512, null, "bigint out of range", false, null));
    summary.finding("late", FindingKind.UNVERIFIABLE, 0);
    assertThat(summary.report().why())
        .containsExactly(
            "partition 0 of flights.source is not read: bigint out of range",
            "1 findings say what cannot be verified",
            "what was in the topics when the audit started is not all judged yet",
            "7 source records of stages are not settled: a stage or the audit is behind");
  }

  @Test
  void namesTheSettingByWhichALedgerMayBeginBehindWhatIsGone() {
    summary.positions.set(0, begun("flights.source", 0, 256, null));
    summary.finding("source", FindingKind.UNVERIFIABLE, null);
    assertThat(summary.report().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(summary.report().why())
        .first()
        .asString()
        .contains("before offset 256 of partition 0 of flights.source")
        .contains("streamproof.audit.accept-baseline");
  }

  @Test
  void saysFromWhereOnAPipelineIsCovered() {
    summary.positions.set(0, begun("flights.source", 0, 256, new Baseline(256, 300, ACCEPTED_AT)));
    summary.positions.add(begun("flights.route", 0, 7, new Baseline(7, 7, ACCEPTED_AT)));
    Report report = summary.report();
    assertThat(report.verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(report.provenSince())
        .isEqualTo(
            new ProvenSince(ACCEPTED_AT, List.of(new BaselinePartition("flights.source", 0, 300))));
    assertThat(summary.proof().provenSince()).isEqualTo(report.provenSince());
  }

  @Test
  void namesTheStageWhoseStateIsOlderThanTheBaseline() {
    SummaryFixture shop = new SummaryFixture();
    shop.positions.clear();
    shop.positions.add(begun("shop.large", 0, 10, new Baseline(10, 10, ACCEPTED_AT)));
    shop.finding("spent", FindingKind.UNVERIFIABLE, 0);
    Report report = Report.of(Examples.shop().specification(), shop.summary(), shop.state());
    assertThat(report.why())
        .first()
        .asString()
        .contains("stage spent keeps a state")
        .contains("baseline");
  }

  @Test
  void aPipelineWithoutABaselineIsCoveredFromItsBeginning() {
    assertThat(summary.report().provenSince()).isNull();
  }

  private static TopicProgress begun(
      String topic, int partition, long start, @Nullable Baseline baseline) {
    return new TopicProgress(topic, partition, start, 512, NEWEST, null, false, baseline);
  }

  @ParameterizedTest
  @CsvSource({"HINT, PROVEN", "DOUBT, UNKNOWN", "REMOVAL, UNKNOWN", "OUTAGE, UNKNOWN"})
  void nothingIsProvenWhileSomethingCastsDoubtOnIt(Trouble.Effect effect, Verdict verdict) {
    summary.troubles.add(new Trouble(effect, "topic flights.source is compacted"));
    Report report = summary.report();
    assertThat(report.verdict()).isEqualTo(verdict);
    assertThat(report.why().contains("topic flights.source is compacted"))
        .isEqualTo(verdict == Verdict.UNKNOWN);
  }

  @Test
  void givesAHintWhereNothingIsKnown() {
    summary.frontier = SummaryFixture.STALE;
    summary.troubles.add(new Trouble(Trouble.Effect.HINT, "the group is shared"));
    assertThat(summary.report().why()).startsWith("the group is shared");
  }

  @Test
  void reportsWhatIsNotJudgedYet() {
    summary.openFor = Optional.of(Duration.ofMillis(3_900));
    summary.unread = OptionalLong.of(41);
    long records = 7;
    for (BlockVerdict verdict : BlockVerdict.values()) {
      RecordSums sums = new RecordSums(records, 0, 0, 0);
      records *= 2;
      summary.blocks.add(new BlockGroup("late", 0, verdict, 0, sums, 1, SummaryFixture.EARLIER));
    }
    assertThat(summary.report().verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(summary.report().backlog())
        .isEqualTo(
            new Backlog(
                41L,
                7,
                14,
                3L,
                List.of(
                    "the audit has not read 41 records yet",
                    "7 source records of stages are not settled: a stage or the audit is behind",
                    "14 source records of stages wait for an investigation")));
  }

  @Test
  void reportsNoBacklogWhereAllIsJudged() {
    assertThat(summary.report().backlog()).isEqualTo(new Backlog(null, 0, 0, null, List.of()));
  }

  @Test
  void aPartitionThatIsNotReadIsUnknownThoughTheFrontierIsFresh() {
    summary.positions.add(
        new TopicProgress("flights.late-dlt", 1, 0, 0, null, "replaced", false, null));
    assertThat(summary.report().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatWasFoundAtAStageThatIsNoMoreStaysFound() {
    summary.finding("removed", FindingKind.LOST, 0);
    assertThat(summary.report().verdict()).isEqualTo(Verdict.VIOLATED);
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
  void aSourceBlockWithMissingRecordsIsAViolation() {
    summary.source = new SourceSummary(1025, 1024, 1);
    assertVerdicts(Verdict.VIOLATED, Verdict.PROVEN, Verdict.PROVEN);
  }

  /** The block of an event that was lost is open again once a further claim about it comes. */
  @Test
  void nothingFromALostEventOnIsProvenWhateverBecomesOfItsBlock() {
    summary.finding("source", FindingKind.LOST_AT_SOURCE, 0);
    assertVerdicts(Verdict.VIOLATED, Verdict.PROVEN, Verdict.PROVEN);
    assertThat(summary.report().provenThrough()).isEqualTo(SummaryFixture.EARLIER);
    assertThat(summary.proof().reaches(SummaryFixture.NEWEST)).isFalse();
  }

  @Test
  void anEventThatWasSentTwiceIsProven() {
    summary.finding("source", FindingKind.DUPLICATED_AT_SOURCE, 0);
    assertThat(summary.report().provenThrough()).isEqualTo(SummaryFixture.NEWEST);
  }

  @Test
  void theWorstVerdictIsThePipelines() {
    summary.block("late", BlockVerdict.VIOLATED, 1).block("route", BlockVerdict.OPEN, 1);
    assertVerdicts(Verdict.VIOLATED, Verdict.VIOLATED, Verdict.PROVEN);
  }

  private void assertVerdicts(Verdict pipeline, Verdict late, Verdict route) {
    Report report = summary.report();
    assertThat(report.stages()).extracting(ReportStage::verdict).containsExactly(late, route);
    assertThat(report.verdict()).isEqualTo(pipeline);
  }
}
