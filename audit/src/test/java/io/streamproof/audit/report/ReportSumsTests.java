package io.streamproof.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.report.LedgerSummary.BlockGroup;
import io.streamproof.audit.report.LedgerSummary.CompactedSums;
import io.streamproof.audit.report.LedgerSummary.FindingGroup;
import io.streamproof.audit.report.LedgerSummary.HopProgress;
import io.streamproof.audit.report.LedgerSummary.RecordSums;
import io.streamproof.audit.report.LedgerSummary.TopicProgress;
import io.streamproof.audit.support.Flights;
import io.streamproof.pipeline.RandomTries;
import io.streamproof.pipeline.RandomValues;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A report whose sums do not hold is a defect, whatever the ledger holds. */
class ReportSumsTests {
  private static final Instant TIME = Instant.parse("2001-03-31T22:27:00Z");

  @Test
  void everySourceRecordIsAccountedForExactlyOnce() {
    RandomTries.run(1_000, values -> assertAccountedFor(summary(values)));
  }

  private static void assertAccountedFor(LedgerSummary summary) {
    for (ReportStage stage :
        Report.of(Flights.PIPELINE, summary, InstanceState.of(SummaryFixture.FRESH)).stages()) {
      assertThat(stage.consumed())
          .isEqualTo(
              stage.emittedFrom() + stage.discarded() + stage.deadLettered() + stage.pending())
          .isEqualTo(records(summary, stage.stage()));
      assertThat(stage.discarded()).isNotNegative();
      assertThat(stage.emitted()).isGreaterThanOrEqualTo(stage.emittedFrom());
    }
  }

  @Test
  void everyFindingIsCountedOnce() {
    RandomTries.run(1_000, values -> assertFindingsCounted(summary(values)));
  }

  private static void assertFindingsCounted(LedgerSummary summary) {
    Report report = Report.of(Flights.PIPELINE, summary, InstanceState.of(SummaryFixture.FRESH));
    long counted =
        report.stages().stream()
            .flatMap(stage -> stage.findings().values().stream())
            .mapToLong(Long::longValue)
            .sum();
    assertThat(report.findings())
        .isEqualTo(counted + report.source().lost() + report.source().duplicated());
  }

  @Test
  void whatIsPendingIsNeverAPassUnlessAllUpToAFrontierIsJudged() {
    RandomTries.run(1_000, values -> assertNoPassWhilePending(summary(values)));
  }

  private static void assertNoPassWhilePending(LedgerSummary summary) {
    Report report = Report.of(Flights.PIPELINE, summary, InstanceState.of(SummaryFixture.FRESH));
    Report stale = Report.of(Flights.PIPELINE, summary, InstanceState.of(SummaryFixture.STALE));
    assertThat(stale.stages()).noneMatch(stage -> stage.verdict() == Verdict.PROVEN);
    assertThat(report.stages()).allMatch(stage -> report.verdict().compareTo(stage.verdict()) >= 0);
  }

  private static long records(LedgerSummary summary, String stage) {
    return summary.compacted().stream()
            .filter(compacted -> compacted.stage().equals(stage))
            .mapToLong(compacted -> compacted.sums().records())
            .sum()
        + summary.blocks().stream()
            .filter(group -> group.stage().equals(stage))
            .mapToLong(group -> group.sums().records())
            .sum();
  }

  private static LedgerSummary summary(RandomValues values) {
    return new LedgerSummary(
        List.of(),
        values.list(0, 4, () -> new HopProgress(stage(values), partition(values), amount(values))),
        values.list(
            0,
            4,
            () ->
                new TopicProgress(
                    values.oneOf(List.of("flights.source", "flights.late")),
                    partition(values),
                    0,
                    512,
                    TIME,
                    null,
                    false,
                    null)),
        values.list(0, 3, () -> new CompactedSums(stage(values), sums(values))),
        values.list(0, 6, () -> blocks(values)),
        Flights.EMPTY_SOURCE,
        values.list(0, 6, () -> findings(values)));
  }

  private static BlockGroup blocks(RandomValues values) {
    BlockVerdict verdict = values.oneOf(List.of(BlockVerdict.values()));
    return new BlockGroup(stage(values), partition(values), verdict, 1, sums(values), 3, TIME);
  }

  private static FindingGroup findings(RandomValues values) {
    if (values.yesOrNo()) {
      FindingKind kind =
          values.oneOf(List.of(FindingKind.LOST_AT_SOURCE, FindingKind.DUPLICATED_AT_SOURCE));
      return new FindingGroup("source", kind, 0, amount(values), TIME);
    }
    FindingKind kind =
        values.oneOf(
            List.of(
                FindingKind.LOST,
                FindingKind.DUPLICATED,
                FindingKind.UNTRACED,
                FindingKind.UNVERIFIABLE));
    @Nullable Integer at = values.integer(1, 5) == 1 ? null : partition(values);
    return new FindingGroup(stage(values), kind, at, amount(values), TIME);
  }

  private static RecordSums sums(RandomValues values) {
    long emittedFrom = amount(values);
    long deadLettered = amount(values);
    long discarded = amount(values);
    return new RecordSums(
        emittedFrom + deadLettered + discarded,
        emittedFrom,
        deadLettered,
        emittedFrom + deadLettered + amount(values));
  }

  private static String stage(RandomValues values) {
    return values.oneOf(List.of("late", "route"));
  }

  private static int partition(RandomValues values) {
    return values.integer(0, 1);
  }

  private static long amount(RandomValues values) {
    return values.number(0, 1_000_000_000_000L);
  }
}
