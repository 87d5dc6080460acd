package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.investigation.InvestigationRepository.ClaimConclusion;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.observation.TallySum;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.ContentHash;
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
   * Investigates the claims of a block; to do so twice gives the same findings. Empty if the claims
   * are merely ahead of what the audit has read.
   */
  Optional<ClaimConclusion> investigate(SuspectClaims claims) {
    BitSet lost = (BitSet) claims.missing().clone();
    lost.or(nowhere(claims));
    return lost.isEmpty() && !claims.ahead().isEmpty()
        ? Optional.empty()
        : Optional.of(investigate(claims, lost));
  }

  /** What is acknowledged lies before the source's end, which is taken after the claim was read. */
  private BitSet nowhere(SuspectClaims claims) {
    BitSet nowhere = (BitSet) claims.ahead().clone();
    if (!nowhere.isEmpty()) {
      long end = log.end(claims.source()) - claims.firstOffset();
      nowhere.clear(0, (int) Math.max(0, Math.min(Block.SIZE, end)));
    }
    return nowhere;
  }

  private ClaimConclusion investigate(SuspectClaims claims, BitSet lost) {
    long beginning = log.beginning(claims.source());
    if (beginning > claims.firstOffset() && claims.compacted()) {
      return new ClaimConclusion(true, List.of());
    }
    if (beginning > claims.firstOffset()) {
      return new ClaimConclusion(
          false,
          List.of(
              finding(
                  claims,
                  FindingKind.UNVERIFIABLE,
                  claims.firstOffset(),
                  "the records that were claimed here are gone from the source topic")));
    }
    BitSet present = new BitSet(Block.SIZE);
    TallySum sum = new TallySum();
    // Behind the stable end a transaction is open, as nobody but a foreign writer has one here.
    log.visitRemaining(
        claims.source(),
        claims.firstOffset(),
        Math.min(claims.firstOffset() + Block.SIZE, log.stableEnd(claims.source())),
        record -> {
          int bit = (int) (record.offset() - claims.firstOffset());
          present.set(bit);
          if (claims.claimed().get(bit)) {
            sum.add(ContentHash.source(record));
          }
        });
    lost.andNot(present);
    return conclusion(claims, lost, present, sum);
  }

  private static ClaimConclusion conclusion(
      SuspectClaims claims, BitSet lost, BitSet present, TallySum sum) {
    List<Finding> findings = new ArrayList<>();
    lost.stream()
        .mapToObj(
            bit ->
                finding(
                    claims,
                    FindingKind.LOST_AT_SOURCE,
                    claims.firstOffset() + bit,
                    "ingest acknowledged it to its client, but no record stands there"))
        .forEach(findings::add);
    BitSet unmet = (BitSet) claims.claimed().clone();
    unmet.andNot(present);
    boolean sameContent = sum.high() == claims.high() && sum.low() == claims.low();
    if (unmet.isEmpty() && !sameContent) {
      findings.add(
          finding(
              claims,
              FindingKind.CORRUPTED,
              claims.firstOffset(),
              "a record of this block is not what ingest acknowledged"));
    }
    return new ClaimConclusion(findings.isEmpty(), findings);
  }

  private static Finding finding(
      SuspectClaims claims, FindingKind kind, long offset, String detail) {
    return Finding.unmetClaim(
        claims.pipeline().id(),
        kind,
        new RecordPlace(claims.source().topic(), claims.partition(), offset),
        detail);
  }
}
