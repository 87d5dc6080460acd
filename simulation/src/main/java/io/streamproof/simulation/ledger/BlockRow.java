package io.streamproof.simulation.ledger;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.observation.SegmentDelta;
import io.streamproof.audit.observation.SegmentKey;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.audit.reconciliation.Segment;
import io.streamproof.audit.report.LedgerSummary.RecordSums;
import io.streamproof.pipeline.tally.Tally;
import java.util.Map;
import java.util.TreeMap;

/**
 * A segment of a block of a hop.
 *
 * @param ranges where what was observed is, by output partition index
 * @param firstTime the least source time; {@link Long#MAX_VALUE}: there is none
 */
record BlockRow(
    Segment segment, RecordSums sums, Map<Integer, OffsetRanges> ranges, long firstTime) {
  static BlockRow of(SegmentKey key) {
    return new BlockRow(
        new Segment(
            new HopKey(key.stageId(), key.partition()),
            key.from(),
            key.to(),
            Tally.ZERO,
            -1,
            Tally.ZERO,
            -1,
            0,
            0,
            BlockVerdict.OPEN),
        RecordSums.NONE,
        Map.of(),
        Long.MAX_VALUE);
  }

  BlockRow plus(SegmentDelta delta) {
    Map<Integer, OffsetRanges> wider = new TreeMap<>(ranges);
    delta
        .ranges()
        .forEach(
            (output, range) ->
                wider.merge(output, OffsetRanges.of(range[0], range[1] + 1), OffsetRanges::plus));
    return new BlockRow(
        new Segment(
            segment.hop(),
            segment.from(),
            segment.to(),
            segment.expected().plus(delta.expected()),
            Math.max(segment.expectedLast(), delta.expectedLast()),
            segment.observed().plus(delta.observed()),
            Math.max(segment.observedLast(), delta.observedLast()),
            segment.mismatches() + delta.mismatches(),
            segment.candidates() + delta.candidates(),
            BlockVerdict.OPEN),
        new RecordSums(
            sums.records() + delta.records(),
            sums.emittedFrom() + delta.emittedFrom(),
            sums.deadLettered() + delta.deadLettered(),
            sums.expected() + delta.expected().count()),
        wider,
        delta.records() > 0 ? Math.min(firstTime, delta.firstTime()) : firstTime);
  }

  BlockVerdict verdict() {
    return segment.verdict();
  }

  BlockRow judged(BlockVerdict verdict) {
    return with(segment.to(), segment.candidates(), verdict);
  }

  /**
   * What an investigation has found. Of its candidates there remains how many are out of order; a
   * segment that has got more meanwhile is not right.
   *
   * @param forgotten how many candidates it has looked at
   */
  BlockRow concluded(BlockConclusion conclusion, int forgotten) {
    int reordered =
        (int)
            conclusion.findings().stream()
                .filter(finding -> finding.kind() == FindingKind.REORDERED)
                .mapToLong(finding -> finding.extent().affected())
                .sum();
    boolean hasMore =
        conclusion.verdict() == BlockVerdict.PROVEN && segment.candidates() > forgotten;
    return with(
        segment.to(),
        segment.candidates() - forgotten + reordered,
        hasMore ? BlockVerdict.VIOLATED : conclusion.verdict());
  }

  BlockRow endingAt(long to) {
    return with(to, segment.candidates(), segment.verdict());
  }

  private BlockRow with(long to, int candidates, BlockVerdict verdict) {
    return new BlockRow(
        new Segment(
            segment.hop(),
            segment.from(),
            to,
            segment.expected(),
            segment.expectedLast(),
            segment.observed(),
            segment.observedLast(),
            segment.mismatches(),
            candidates,
            verdict),
        sums,
        ranges,
        firstTime);
  }
}
