package io.streamproof.audit.report;

import static io.streamproof.audit.report.BooksFixture.EARLIER;
import static io.streamproof.audit.report.BooksFixture.NEWEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.report.Books.BlockGroup;
import io.streamproof.audit.report.Books.FindingGroup;
import io.streamproof.audit.report.Books.Position;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProofTests {
  private final BooksFixture books = new BooksFixture();

  @Test
  void aProofReachesTheNewestEvent() {
    assertThat(books.proof().reaches(NEWEST)).isTrue();
    assertThat(books.proof().reaches(NEWEST.plusMillis(1))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PROVEN")
  void aProofEndsAtTheFirstBlockThatIsNotProven(BlockVerdict verdict) {
    books.block("late", verdict, 1);
    Proof proof = books.proof();
    assertThat(proof.provenThrough()).isEqualTo(EARLIER);
    assertThat(proof.stages().get(0).provenThrough()).isEqualTo(EARLIER);
    assertThat(proof.stages().get(1).provenThrough()).isEqualTo(NEWEST);
  }

  @Test
  void itHoldsUpOnlyThePartitionInWhichItIs() {
    books.block("late", BlockVerdict.SUSPECT, 1);
    assertThat(books.proof().stages().get(0).partitions())
        .containsExactly(new Proof.Partition(0, EARLIER, 256), new Proof.Partition(1, NEWEST, 512));
  }

  @Test
  void aViolationEndsAProofEvenIfItsBlockIsGone() {
    books.finding("route", Kind.PHANTOM, 1);
    Proof.Stage route = books.proof().stages().get(1);
    assertThat(route.provenThrough()).isEqualTo(EARLIER);
    assertThat(route.partitions())
        .extracting(Proof.Partition::provenThrough)
        .containsExactly(NEWEST, EARLIER);
  }

  @Test
  void aViolationOfAnUnknownPartitionHoldsUpAllOfThem() {
    books.finding("late", Kind.PHANTOM, null);
    assertThat(books.proof().stages().get(0).partitions())
        .extracting(Proof.Partition::provenThrough)
        .containsOnly(EARLIER);
  }

  @Test
  void nothingIsProvenIfItIsNotKnownSinceWhenItIsWrong() {
    books.findings.add(new FindingGroup("late", Kind.LOST, 0, 1, Instant.MIN));
    assertThat(books.proof().provenThrough()).isNull();
    assertThat(books.proof().reaches(Instant.EPOCH)).isFalse();
  }

  @Test
  void aBlockWithoutATimeHoldsUpNoTime() {
    books.blocks.add(new BlockGroup("late", 0, BlockVerdict.OPEN, 1, Sums.NONE, 2, Instant.MAX));
    assertThat(books.proof().provenThrough()).isEqualTo(NEWEST);
  }

  @Test
  void nothingIsProvenOfWhatWasNotRead() {
    books.positions.replaceAll(p -> new Position(p.topic(), p.partition(), 0, null));
    assertThat(books.proof().provenThrough()).isNull();
  }

  @Test
  void aHopThatWasNeverCheckedIsProvenThroughNothing() {
    books.hops.clear();
    assertThat(books.proof().stages().get(0).partitions())
        .extracting(Proof.Partition::offset)
        .containsOnly(0L);
  }
}
