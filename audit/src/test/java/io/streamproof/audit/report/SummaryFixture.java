package io.streamproof.audit.report;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.FreshFrontiers;
import io.streamproof.audit.reconciliation.FrontierLog.FrontierState;
import io.streamproof.audit.report.LedgerSummary.BlockGroup;
import io.streamproof.audit.report.LedgerSummary.CompactedSums;
import io.streamproof.audit.report.LedgerSummary.FindingGroup;
import io.streamproof.audit.report.LedgerSummary.HopProgress;
import io.streamproof.audit.report.LedgerSummary.RecordSums;
import io.streamproof.audit.report.LedgerSummary.SourceSummary;
import io.streamproof.audit.report.LedgerSummary.TopicProgress;
import io.streamproof.audit.support.Flights;
import io.streamproof.audit.trouble.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The ledger summary of {@link Flights} in which all is proven, until a test writes something else
 * in.
 */
final class SummaryFixture {
  static final Instant NEWEST = FreshFrontiers.NEWEST;
  static final Instant EARLIER = Instant.parse("2001-03-31T22:00:00Z");

  /** A frontier behind all that {@link #positions} says was read. */
  static final FrontierState FRESH =
      new FrontierState(
          FreshFrontiers.AS_OF,
          true,
          Duration.ofSeconds(10),
          Map.of(
              new TopicPartition("flights.source", 0),
              512L,
              new TopicPartition("flights.source", 1),
              512L,
              new TopicPartition("flights.late", 0),
              200L,
              new TopicPartition("flights.late", 1),
              200L),
          NEWEST);

  static final FrontierState STALE = FreshFrontiers.of().state("flights");

  FrontierState frontier = FRESH;
  Optional<Duration> openFor = Optional.empty();
  OptionalLong unread = OptionalLong.empty();
  final List<Trouble> troubles = new ArrayList<>();
  final List<HopProgress> hops = new ArrayList<>();
  final List<TopicProgress> positions = new ArrayList<>();
  final List<CompactedSums> compacted = new ArrayList<>();
  final List<BlockGroup> blocks = new ArrayList<>();
  final List<FindingGroup> findings = new ArrayList<>();
  SourceSummary source = new SourceSummary(1024, 1024, 0);

  SummaryFixture() {
    for (int partition = 0; partition < 2; partition++) {
      hops.add(new HopProgress("late", partition, 512));
      hops.add(new HopProgress("route", partition, 200));
      positions.add(
          new TopicProgress(
              "flights.source",
              partition,
              0,
              512,
              NEWEST.minusSeconds(partition),
              null,
              false,
              null));
      positions.add(
          new TopicProgress("flights.late", partition, 0, 200, NEWEST, null, false, null));
    }
    compacted.add(new CompactedSums("late", new RecordSums(1024, 300, 24, 324)));
    compacted.add(new CompactedSums("route", new RecordSums(300, 300, 0, 300)));
  }

  SummaryFixture block(String stage, BlockVerdict verdict, long count) {
    blocks.add(new BlockGroup(stage, 0, verdict, count, RecordSums.NONE, 256, EARLIER));
    return this;
  }

  SummaryFixture finding(String stage, FindingKind kind, @Nullable Integer partition) {
    findings.add(new FindingGroup(stage, kind, partition, 1, EARLIER));
    return this;
  }

  LedgerSummary summary() {
    return new LedgerSummary(List.of(), hops, positions, compacted, blocks, source, findings);
  }

  InstanceState state() {
    return new InstanceState(frontier, openFor, troubles, unread);
  }

  Report report() {
    return Report.of(Flights.PIPELINE, summary(), state());
  }

  Proof proof() {
    return Proof.of(Flights.PIPELINE, summary(), frontier, frontier.isFresh());
  }
}
