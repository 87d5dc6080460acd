package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.investigation.InvestigationRepository.ClaimConclusion;
import io.streamproof.audit.log.EvidenceGoneException;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.pipeline.tally.Block;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Reads the source topic for what ingest claims to have acknowledged. */
final class ClaimInvestigation {
  private final TopicLog log;

  ClaimInvestigation(TopicLog log) {
    this.log = log;
  }

  /**
   * Investigates the claims of a block; to do so twice gives the same findings. Empty while one of
   * them is merely ahead of what the audit has read: a conclusion is about all of them.
   */
  Optional<ClaimConclusion> investigate(SuspectClaims claims) {
    return claims.lostFrom() == null ? compare(claims) : Optional.of(lost(claims));
  }

  /**
   * What the audit had read of a log, and its brokers have lost since, unless it is there again: an
   * event that was not acknowledged when it was lost is sent again.
   */
  private ClaimConclusion lost(SuspectClaims claims) {
    ClaimedRecords records = ClaimedRecords.read(log, claims.source(), claims.block());
    if (records.isContentClaimed() && records.absent(claims.block()).isEmpty()) {
      return new ClaimConclusion(BlockVerdict.PROVEN, List.of());
    }
    return new ClaimConclusion(
        BlockVerdict.VIOLATED,
        claims.lost().stream()
            .mapToObj(bit -> place(claims, claims.block().first() + bit))
            .map(place -> Finding.lostByBrokers(claims.pipeline().id(), place))
            .toList());
  }

  private Optional<ClaimConclusion> compare(SuspectClaims claims) {
    BitSet nowhere = nowhere(claims);
    BitSet coming = claims.ahead();
    coming.andNot(nowhere);
    if (!coming.isEmpty()) {
      return Optional.empty();
    }
    BitSet lost = claims.missing();
    lost.or(nowhere);
    try {
      return Optional.of(investigate(claims, lost));
    } catch (EvidenceGoneException e) {
      return Optional.of(unverifiable(claims, String.valueOf(e.getMessage())));
    }
  }

  /** What is acknowledged lies before the source's end, which is taken after the claim was read. */
  private BitSet nowhere(SuspectClaims claims) {
    BitSet nowhere = claims.ahead();
    if (!nowhere.isEmpty()) {
      long end = log.end(claims.source()) - claims.block().first();
      nowhere.clear(0, (int) Math.max(0, Math.min(Block.SIZE, end)));
    }
    return nowhere;
  }

  private ClaimConclusion investigate(SuspectClaims claims, BitSet lost) {
    ClaimedRecords records = ClaimedRecords.read(log, claims.source(), claims.block());
    // Looked up afterwards, since records may expire while they are read.
    boolean isGone = log.beginning(claims.source()) > claims.firstClaimed();
    if (isGone && claims.block().isRepeated()) {
      return new ClaimConclusion(BlockVerdict.PROVEN, List.of());
    }
    if (isGone) {
      return unverifiable(
          claims, "the records that were claimed here are gone from the source topic");
    }
    lost.andNot(records.present());
    return conclusion(claims, lost, records);
  }

  /** That nothing can be said of claims. */
  static ClaimConclusion unverifiable(SuspectClaims claims, String why) {
    return new ClaimConclusion(
        BlockVerdict.UNVERIFIABLE,
        List.of(finding(claims, FindingKind.UNVERIFIABLE, claims.block().first(), why)));
  }

  private static ClaimConclusion conclusion(
      SuspectClaims claims, BitSet lost, ClaimedRecords records) {
    List<Finding> findings = new ArrayList<>();
    lost.stream()
        .mapToObj(
            bit ->
                finding(
                    claims,
                    FindingKind.LOST_AT_SOURCE,
                    claims.block().first() + bit,
                    "ingest acknowledged it to its client, but no record stands there"))
        .forEach(findings::add);
    BitSet absent = records.absent(claims.block());
    if (findings.isEmpty() && !absent.isEmpty()) {
      return unverifiable(
          claims, "records that were claimed here have gone since the audit has read them");
    }
    if (absent.isEmpty() && !records.isContentClaimed()) {
      findings.add(
          finding(
              claims,
              FindingKind.CORRUPTED,
              claims.block().first(),
              "a record of this block is not what ingest acknowledged"));
    }
    return new ClaimConclusion(
        findings.isEmpty() ? BlockVerdict.PROVEN : BlockVerdict.VIOLATED, findings);
  }

  private static Finding finding(
      SuspectClaims claims, FindingKind kind, long offset, String detail) {
    return Finding.unmetClaim(claims.pipeline().id(), kind, place(claims, offset), detail);
  }

  private static RecordPlace place(SuspectClaims claims, long offset) {
    return new RecordPlace(claims.source().topic(), claims.block().partition(), offset);
  }
}
