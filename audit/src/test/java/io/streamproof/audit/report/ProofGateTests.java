package io.streamproof.audit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.reconciliation.FreshFrontiers;
import io.streamproof.audit.report.ProofGate.FullException;
import io.streamproof.audit.report.ProofGate.Waiter;
import io.streamproof.audit.support.Examples;
import io.streamproof.audit.support.Flights;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A gate in which two may wait. */
class ProofGateTests {
  private static final PipelineSpecification FLIGHTS = Flights.PIPELINE;
  private static final Instant TIME = Instant.parse("2001-03-31T22:27:00Z");
  private static final Duration LONG = Duration.ofSeconds(60);

  private final FixedReports ledger = new FixedReports();
  private final FixedCoverages frontiers = new FixedCoverages();
  private Duration now = Duration.ZERO;
  private final ProofGate gate = gate(2);

  private ProofGate gate(int mostWaiting) {
    return new ProofGate(ledger, frontiers, mostWaiting, () -> now.toNanos());
  }

  @Test
  void whoWaitsPassesOnceItIsProven() {
    Answers answers = pass();
    gate.poll();
    assertThat(answers.given).isEmpty();
    frontiers.cover("flights", TIME);
    gate.poll();
    assertThat(answers.only().provenThrough()).isEqualTo(TIME);
    assertThat(answers.only().reaches(TIME)).isTrue();
  }

  @Test
  void nobodyPassesByAFrontierThatWasTakenBeforeTheCall() {
    frontiers.cover("flights", TIME);
    frontiers.isJudged = false;
    Answers answers = pass();
    gate.poll();
    assertThat(answers.given).isEmpty();
    assertThat(frontiers.looked).as("at the call").isEqualTo(1);
    assertThat(frontiers.taken).as("for the poll").isEqualTo(1);
    frontiers.isJudged = true;
    gate.poll();
    assertThat(answers.only().asOf()).isEqualTo(FreshFrontiers.AS_OF);
    assertThat(frontiers.taken).as("it is followed, not taken again").isEqualTo(1);
  }

  @Test
  void whoAsksForWhatIsProvenIsAnsweredAtOnce() {
    frontiers.cover("flights", TIME);
    Answers answers = pass();
    assertThat(answers.only().reaches(TIME)).isTrue();
    assertThat(answers.place).isEmpty();
    assertThat(gate.waiting()).isZero();
    assertThat(frontiers.taken).as("nothing is written for that").isZero();
  }

  @Test
  void whoDoesNotWaitIsToldIfNotAllIsJudged() {
    frontiers.cover("flights", TIME);
    frontiers.isJudged = false;
    assertThat(pass(gate, TIME, Duration.ZERO).only().reaches(TIME)).isFalse();
  }

  @Test
  void whoAsksForNoTimeIsToldHowFarItIs() {
    frontiers.isJudged = false;
    assertThat(pass(gate, null, LONG).only().provenThrough()).isNull();
  }

  @Test
  void whoHasWaitedForSoLongIsToldHowFarItIs() {
    Answers answers = pass();
    now = LONG.minusNanos(1);
    gate.poll();
    assertThat(answers.given).isEmpty();
    now = LONG;
    gate.poll();
    assertThat(answers.only().reaches(TIME)).isFalse();
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void onePollServesAllWhoWaitForAPipeline() {
    pass();
    pass();
    ledger.reads = 0;
    gate.poll();
    assertThat(ledger.reads).isEqualTo(1);
    assertThat(frontiers.taken).isEqualTo(1);
  }

  @Test
  void whoComesLaterHasAFrontierOfHisOwn() {
    pass();
    gate.poll();
    pass();
    gate.poll();
    assertThat(frontiers.taken).isEqualTo(2);
  }

  @Test
  void pipelinesAreServedEachForItself() {
    pass();
    Answers shop = new Answers();
    gate.pass(Examples.shop().specification(), TIME, LONG, shop);
    frontiers.cover("shop", TIME);
    gate.poll();
    assertThat(shop.only().reaches(TIME)).isTrue();
    assertThat(gate.waiting()).isEqualTo(1);
  }

  @Test
  void followsFourFrontiersOfAPipelineAtOnceAndLetsOthersWaitForTheNext() {
    ProofGate wide = gate(10);
    for (int client = 0; client < 5; client++) {
      pass(wide, TIME, LONG);
      wide.poll();
    }
    assertThat(frontiers.taken).isEqualTo(4);

    Answers sixth = pass(wide, TIME, Duration.ofSeconds(5));
    now = Duration.ofSeconds(5);
    wide.poll();
    assertThat(sixth.only().reaches(TIME)).as("he has waited long enough").isFalse();
  }

  @Test
  void nobodyPollsWhileNobodyWaits() {
    gate.poll();
    assertThat(ledger.reads).isZero();
  }

  @Test
  void onlySoManyMayWait() {
    pass();
    pass();
    assertThatThrownBy(this::pass).isInstanceOf(FullException.class);
  }

  @Test
  void whoIsAnsweredMakesRoom() {
    pass();
    pass();
    frontiers.cover("flights", TIME);
    gate.poll();
    assertThat(gate.waiting()).isZero();
    pass(gate, TIME.plusSeconds(1), LONG);
    ledger.failure = new IllegalStateException("away");
    gate.poll();
    ledger.failure = null;
    pass(gate, TIME.plusSeconds(1), LONG);
    pass(gate, TIME.plusSeconds(1), LONG);
    assertThat(gate.waiting()).isEqualTo(2);
  }

  @Test
  void whoLeavesMakesRoomAndGetsNoAnswer() {
    Answers answers = pass();
    answers.place.orElseThrow().leave();
    assertThat(gate.waiting()).isZero();
    frontiers.cover("flights", TIME);
    gate.poll();
    assertThat(answers.given).isEmpty();
  }

  @Test
  void whoIsAnsweredLeavesOnce() {
    Answers answers = pass();
    gate.dismissAll();
    answers.place.orElseThrow().leave();
    pass();
    pass();
    assertThatThrownBy(this::pass).isInstanceOf(FullException.class);
  }

  @Test
  void whoWaitsIsAnsweredOnce() {
    Answers answers = pass();
    frontiers.cover("flights", TIME);
    gate.poll();
    gate.poll();
    gate.dismissAll();
    assertThat(answers.given).hasSize(1);
  }

  @Test
  void whoWaitsIsSentAwayWithWhatIsKnown() {
    Answers answers = pass();
    gate.dismissAll();
    assertThat(answers.only().reaches(TIME)).isFalse();
  }

  @Test
  void whoWaitsIsToldThatTheLedgerIsAway() {
    Answers answers = pass();
    ledger.failure = new IllegalStateException("away");
    gate.poll();
    assertThat(answers.failures).containsExactly(ledger.failure);
    assertThat(gate.waiting()).isZero();
  }

  private Answers pass() {
    return pass(gate, TIME, LONG);
  }

  private static Answers pass(ProofGate gate, @Nullable Instant through, Duration longest) {
    Answers answers = new Answers();
    answers.place = gate.pass(FLIGHTS, through, longest, answers);
    return answers;
  }

  private static final class Answers implements ProofGate.Answer {
    private final List<Proof> given = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private Optional<Waiter> place = Optional.empty();

    Proof only() {
      assertThat(given).hasSize(1);
      return given.get(0);
    }

    @Override
    public void give(Proof proof) {
      given.add(proof);
    }

    @Override
    public void fail(RuntimeException failure) {
      failures.add(failure);
    }
  }
}
