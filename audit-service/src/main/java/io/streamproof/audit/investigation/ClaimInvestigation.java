package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Cause;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.finding.Kind;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Looks in the source topic for what ingest claims to have acknowledged. */
public final class ClaimInvestigation {
  private final Log log;

  public ClaimInvestigation(Log log) {
    this.log = log;
  }

  /**
   * Investigates the claims of a block; to do so twice gives the same findings. Empty if the claims
   * are merely ahead of what the audit has read.
   */
  public Optional<ClaimVerdicts> investigate(SuspectClaims claims) {
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

  private ClaimVerdicts investigate(SuspectClaims claims, BitSet lost) {
    long beginning = log.beginning(claims.source());
    if (beginning > claims.firstOffset()) {
      return new ClaimVerdicts(
          false,
          List.of(
              finding(
                  claims,
                  Kind.UNVERIFIABLE,
                  claims.firstOffset(),
                  "the records that were claimed here are gone from the source topic")));
    }
    BitSet present = new BitSet(Block.SIZE);
    Tally sum = Tally.ZERO;
    for (SourceRecord record :
        log.read(claims.source(), claims.firstOffset(), claims.firstOffset() + Block.SIZE)) {
      int bit = (int) (record.offset() - claims.firstOffset());
      present.set(bit);
      if (claims.claimed().get(bit)) {
        sum = sum.plus(ContentHash.source(record));
      }
    }
    lost.andNot(present);
    return verdicts(claims, lost, present, sum);
  }

  private static ClaimVerdicts verdicts(
      SuspectClaims claims, BitSet lost, BitSet present, Tally sum) {
    List<Finding> findings = new ArrayList<>();
    lost.stream()
        .mapToObj(
            bit ->
                finding(
                    claims,
                    Kind.LOST_AT_SOURCE,
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
              Kind.CORRUPTED,
              claims.firstOffset(),
              "a record of this block is not what ingest acknowledged"));
    }
    return new ClaimVerdicts(findings.isEmpty(), findings);
  }

  private static Finding finding(SuspectClaims claims, Kind kind, long offset, String detail) {
    Place place = new Place(claims.source().topic(), claims.partition(), offset);
    return new Finding(
        claims.pipeline().id(),
        Finding.SOURCE,
        kind,
        place.toString(),
        new Cause(claims.partition(), offset, 0),
        place,
        null,
        null,
        null,
        1,
        false,
        null,
        detail,
        null,
        null);
  }
}
