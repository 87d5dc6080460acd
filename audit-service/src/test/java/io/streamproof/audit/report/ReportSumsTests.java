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
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A report whose sums do not hold is a defect, whatever the ledger holds. */
class ReportSumsTests {
  private static final Instant TIME = Instant.parse("2001-03-31T22:27:00Z");

  @Property
  void everySourceRecordIsAccountedForExactlyOnce(@ForAll("summary") LedgerSummary summary) {
    for (ReportStage stage : Report.of(Flights.PIPELINE, summary, SummaryFixture.FRESH).stages()) {
      assertThat(stage.consumed())
          .isEqualTo(
              stage.emittedFrom() + stage.discarded() + stage.deadLettered() + stage.pending())
          .isEqualTo(records(summary, stage.stage()));
      assertThat(stage.discarded()).isNotNegative();
      assertThat(stage.emitted()).isGreaterThanOrEqualTo(stage.emittedFrom());
    }
  }

  @Property
  void everyFindingIsCountedOnce(@ForAll("summary") LedgerSummary summary) {
    Report report = Report.of(Flights.PIPELINE, summary, SummaryFixture.FRESH);
    long counted =
        report.stages().stream()
            .flatMap(stage -> stage.findings().values().stream())
            .mapToLong(Long::longValue)
            .sum();
    assertThat(report.findings())
        .isEqualTo(counted + report.source().lost() + report.source().duplicated());
  }

  @Property
  void whatIsPendingIsNeverAPassUnlessAllUpToAFrontierIsJudged(
      @ForAll("summary") LedgerSummary summary) {
    Report stale = Report.of(Flights.PIPELINE, summary, SummaryFixture.STALE);
    assertThat(stale.stages()).noneMatch(stage -> stage.verdict() == Verdict.PROVEN);
    Report report = Report.of(Flights.PIPELINE, summary, SummaryFixture.FRESH);
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

  @Provide
  Arbitrary<LedgerSummary> summary() {
    return Combinators.combine(
            Combinators.combine(stages(), partitions(), amounts())
                .as(HopProgress::new)
                .list()
                .ofMaxSize(4),
            Combinators.combine(Arbitraries.of("flights.source", "flights.late"), partitions())
                .as((topic, partition) -> new TopicProgress(topic, partition, 512, TIME, null))
                .list()
                .ofMaxSize(4),
            Combinators.combine(stages(), sums()).as(CompactedSums::new).list().ofMaxSize(3),
            blocks().list().ofMaxSize(6),
            findings().list().ofMaxSize(6))
        .as(
            (hops, positions, compacted, blocks, findings) ->
                new LedgerSummary(
                    hops, positions, compacted, blocks, Flights.EMPTY_SOURCE, findings));
  }

  private static Arbitrary<BlockGroup> blocks() {
    return Combinators.combine(stages(), partitions(), Arbitraries.of(BlockVerdict.class), sums())
        .as(
            (stage, partition, verdict, sums) ->
                new BlockGroup(stage, partition, verdict, 1, sums, 3, TIME));
  }

  private static Arbitrary<FindingGroup> findings() {
    Arbitrary<FindingGroup> ofStages =
        Combinators.combine(
                stages(),
                Arbitraries.of(
                    FindingKind.LOST,
                    FindingKind.DUPLICATED,
                    FindingKind.UNTRACED,
                    FindingKind.UNVERIFIABLE),
                partitions().injectNull(0.2),
                amounts())
            .as((stage, kind, at, count) -> new FindingGroup(stage, kind, at, count, TIME));
    Arbitrary<FindingGroup> ofTheSource =
        Combinators.combine(
                Arbitraries.of(FindingKind.LOST_AT_SOURCE, FindingKind.DUPLICATED_AT_SOURCE),
                amounts())
            .as((kind, count) -> new FindingGroup("source", kind, 0, count, TIME));
    return Arbitraries.oneOf(List.of(ofStages, ofTheSource));
  }

  private static Arbitrary<RecordSums> sums() {
    return Combinators.combine(amounts(), amounts(), amounts(), amounts())
        .as(
            (emittedFrom, deadLettered, discarded, more) ->
                new RecordSums(
                    emittedFrom + deadLettered + discarded,
                    emittedFrom,
                    deadLettered,
                    emittedFrom + deadLettered + more));
  }

  private static Arbitrary<String> stages() {
    return Arbitraries.of("late", "route");
  }

  private static Arbitrary<Integer> partitions() {
    return Arbitraries.of(0, 1);
  }

  private static Arbitrary<Long> amounts() {
    return Arbitraries.longs().between(0, 1_000_000_000_000L);
  }
}
