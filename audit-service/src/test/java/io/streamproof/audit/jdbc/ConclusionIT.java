package io.streamproof.audit.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Evidence;
import io.streamproof.audit.finding.Finding.Extent;
import io.streamproof.audit.finding.Finding.Target;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.investigation.InvestigationRepository.OpenFinding;
import io.streamproof.audit.investigation.KeyDigest;
import io.streamproof.audit.investigation.SuspectBlock;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.pipeline.tally.Tally;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What conclusions about later blocks do to a finding about a key of a stateful stage. */
class ConclusionIT {
  private static final String ADA = "ada";

  private final LedgerFixture fixture = new LedgerFixture();
  private final AuditedStage spent = fixture.shop.stages().get(1);
  private final OpenFinding corrupted;

  ConclusionIT() {
    fixture.findings.add(List.of(corrupted(5, ADA), corrupted(6, "bob")));
    corrupted = open(ADA).orElseThrow();
  }

  @Test
  void findsTheFindingOfAKeyThatMayStillGrow() {
    assertThat(corrupted.lastOffset()).isEqualTo(5);
    assertThat(open("bob")).get().isNotEqualTo(corrupted);
    assertThat(open("cyd")).isEmpty();
    assertThat(open(spent, 1, ADA)).isEmpty();
    assertThat(open(fixture.large(), 0, ADA)).isEmpty();
  }

  @Test
  void takesTheFindingThatReachesFarthestWhereOfAKeyThereAreSeveral() {
    fixture.findings.add(List.of(corrupted(90, ADA)));
    fixture.findings.add(List.of(corrupted(20, ADA)));
    assertThat(open(ADA)).get().returns(90L, OpenFinding::firstOffset);
  }

  @Test
  void aFindingOfABlockThatIsInvestigatedAgainMayBecomeWorse() {
    Finding worse =
        Finding.emission(
            spent,
            FindingKind.DIVERGED,
            corrupted(5, ADA).target(),
            new Extent(2, false, 8L, null),
            "its total differs",
            Evidence.NONE);
    fixture.findings.addBlock(List.of(worse));
    assertThat(finding(ADA)).isEqualTo("DIVERGED 2 8 true");
    fixture.findings.addBlock(List.of(corrupted(5, ADA)));
    assertThat(finding(ADA)).isEqualTo("DIVERGED 2 8 true");
  }

  @Test
  void worsensAFindingByEachEmissionOnce() {
    worsen(7L, 9L);
    assertThat(finding(ADA)).isEqualTo("DIVERGED 3 9 true");
    worsen(7L, 9L);
    assertThat(finding(ADA)).isEqualTo("DIVERGED 3 9 true");
    worsen(9L, 12L);
    assertThat(finding(ADA)).isEqualTo("DIVERGED 4 12 true");
    assertThat(open(ADA)).contains(new OpenFinding(corrupted.findingId(), 5, 12));
    assertThat(finding("bob")).as("another one").isEqualTo("CORRUPTED 1 6 true");
  }

  @Test
  void leavesAFindingAsItIsWhereNothingIsFurther() {
    worsen(4L, 5L);
    assertThat(finding(ADA)).isEqualTo("CORRUPTED 1 5 true");
  }

  @Test
  void closesAFindingSoThatItGrowsNoMore() {
    conclude(Map.of(), List.of(corrupted.findingId()));
    assertThat(open(ADA)).isEmpty();
    assertThat(finding(ADA)).isEqualTo("CORRUPTED 1 5 false");
    assertThat(open("bob")).as("another one").isPresent();
  }

  private void worsen(Long... offsets) {
    conclude(Map.of(corrupted.findingId(), List.of(offsets)), List.of());
  }

  private void conclude(Map<Long, List<Long>> worsened, List<Long> closed) {
    SuspectBlock block =
        new SuspectBlock(
            spent, 0, 256, 512, 0, 256, Tally.ZERO, 511, Tally.ZERO, 0, 512, List.of());
    fixture.turn(
        turn -> {
          turn.conclude(
              block, new BlockConclusion(BlockVerdict.VIOLATED, List.of(), worsened, closed));
          return block;
        });
  }

  private Optional<OpenFinding> open(String key) {
    return open(spent, 0, key);
  }

  private Optional<OpenFinding> open(AuditedStage stage, int partition, String key) {
    return fixture.turn(
        turn ->
            Optional.ofNullable(
                turn.openFindings(stage, partition, 10).get(KeyDigest.of(key.getBytes(UTF_8)))));
  }

  private String finding(String key) {
    return fixture
        .jdbc
        .sql(
            "select concat_ws(' ', kind, affected, last_offset, ongoing::text) from finding where key = ?")
        .param(key.getBytes(UTF_8))
        .query(String.class)
        .single();
  }

  private Finding corrupted(long offset, String key) {
    return Finding.emission(
        spent,
        FindingKind.CORRUPTED,
        new Target(new EmissionKey(0, offset, 0), null, key.getBytes(UTF_8), null, null),
        new Extent(1, true, offset, null),
        "its total differs",
        Evidence.NONE);
  }
}
