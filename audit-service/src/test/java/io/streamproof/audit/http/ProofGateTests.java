package io.streamproof.audit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.reconciliation.FreshFrontiers;
import io.streamproof.audit.report.FixedCoverages;
import io.streamproof.audit.report.LedgerSummary;
import io.streamproof.audit.report.Proof;
import io.streamproof.audit.report.ProofGate;
import io.streamproof.audit.report.ProofGate.Waiter;
import io.streamproof.audit.report.ReportRepository;
import io.streamproof.audit.report.ReportRepository.StageMinute;
import io.streamproof.audit.report.TimeRange;
import io.streamproof.audit.support.Flights;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.web.context.request.async.DeferredResult;

class ProofGateTests {
  private static final Instant TIME = Instant.parse("2001-03-31T22:27:00Z");
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Ledger ledger = new Ledger();
  private final FixedCoverages frontiers = new FixedCoverages();
  private final ProofGate gate = new ProofGate(ledger, frontiers, 2, System::nanoTime);
  private final ProofController controller =
      new ProofController(new AuditedPipelines(List.of(Flights.PIPELINE)), gate);

  @Test
  void whoWaitsPassesOnceItIsProven() {
    DeferredResult<ProofAnswer> waiting = controller.pass(Flights.PIPELINE, TIME, LONG);
    gate.poll();
    assertThat(waiting.hasResult()).isFalse();
    frontiers.cover("flights", TIME);
    gate.poll();
    assertThat(waiting.getResult()).extracting("reached", "provenThrough").contains(true, TIME);
  }

  @Test
  void nobodyPassesByAFrontierThatWasTakenBeforeTheCall() {
    frontiers.cover("flights", TIME);
    frontiers.isJudged = false;
    DeferredResult<ProofAnswer> waiting = controller.pass(Flights.PIPELINE, TIME, LONG);
    gate.poll();
    assertThat(waiting.hasResult()).isFalse();
    assertThat(frontiers.looked).as("at the call").isEqualTo(1);
    assertThat(frontiers.taken).as("for the poll").isEqualTo(1);
    frontiers.isJudged = true;
    gate.poll();
    assertThat(waiting.getResult())
        .extracting("reached", "asOf")
        .contains(true, FreshFrontiers.AS_OF);
    assertThat(frontiers.taken).as("it is followed, not taken again").isEqualTo(1);
  }

  @Test
  void whoDoesNotWaitIsToldIfNotAllIsJudged() {
    frontiers.cover("flights", TIME);
    frontiers.isJudged = false;
    DeferredResult<ProofAnswer> answer = controller.pass(Flights.PIPELINE, TIME, Duration.ZERO);
    assertThat(answer.getResult()).extracting("reached").isEqualTo(false);
  }

  @Test
  void onePollServesAllWhoWaitForAPipeline() {
    controller.pass(Flights.PIPELINE, TIME, LONG);
    controller.pass(Flights.PIPELINE, TIME, LONG);
    ledger.reads = 0;
    gate.poll();
    assertThat(ledger.reads).isEqualTo(1);
  }

  @Test
  void nobodyPollsWhileNobodyWaits() {
    gate.poll();
    assertThat(ledger.reads).isZero();
  }

  @Test
  void onlySoManyMayWait() {
    controller.pass(Flights.PIPELINE, TIME, LONG);
    controller.pass(Flights.PIPELINE, TIME, LONG);
    assertThatThrownBy(() -> controller.pass(Flights.PIPELINE, TIME, LONG))
        .isInstanceOf(BusyException.class);
  }

  @Test
  void whoIsAnsweredMakesRoom() {
    controller.pass(Flights.PIPELINE, TIME, LONG);
    controller.pass(Flights.PIPELINE, TIME, LONG);
    frontiers.cover("flights", TIME);
    gate.poll();
    assertThat(gate.waiting()).isZero();
    controller.pass(Flights.PIPELINE, TIME.plusSeconds(1), LONG);
    ledger.failure = new DataAccessResourceFailureException("away");
    gate.poll();
    ledger.failure = null;
    controller.pass(Flights.PIPELINE, TIME.plusSeconds(1), LONG);
    controller.pass(Flights.PIPELINE, TIME.plusSeconds(1), LONG);
    assertThat(gate.waiting()).isEqualTo(2);
  }

  @Test
  void whoIsAnsweredLeavesOnce() {
    Waiter waiter = gate.pass(Flights.PIPELINE, TIME, LONG, new CountedAnswer()).orElseThrow();
    gate.dismissAll();
    waiter.leave();
    controller.pass(Flights.PIPELINE, TIME, LONG);
    controller.pass(Flights.PIPELINE, TIME, LONG);
    assertThatThrownBy(() -> controller.pass(Flights.PIPELINE, TIME, LONG))
        .isInstanceOf(BusyException.class);
  }

  @Test
  void whoWaitsIsAnsweredOnce() {
    CountedAnswer answer = new CountedAnswer();
    gate.pass(Flights.PIPELINE, TIME, LONG, answer);
    frontiers.cover("flights", TIME);
    gate.poll();
    gate.poll();
    gate.dismissAll();
    assertThat(answer.answers).isEqualTo(1);
  }

  private static final class CountedAnswer implements ProofGate.Answer {
    private int answers;

    @Override
    public void give(Proof proof) {
      answers++;
    }

    @Override
    public void fail(RuntimeException failure) {
      answers++;
    }
  }

  @Test
  void whoWaitsIsSentAway() {
    DeferredResult<ProofAnswer> waiting = controller.pass(Flights.PIPELINE, TIME, LONG);
    gate.dismissAll();
    assertThat(waiting.getResult()).extracting("reached").isEqualTo(false);
  }

  @Test
  void whoWaitsIsToldThatTheDatabaseIsAway() {
    DeferredResult<ProofAnswer> waiting = controller.pass(Flights.PIPELINE, TIME, LONG);
    ledger.failure = new DataAccessResourceFailureException("away");
    gate.poll();
    assertThat(waiting.getResult()).isSameAs(ledger.failure);
  }

  private static final class Ledger implements ReportRepository {
    private int reads;
    private @Nullable RuntimeException failure;

    @Override
    public LedgerSummary openSummary(PipelineSpecification pipeline) {
      reads++;
      if (failure != null) {
        throw failure;
      }
      return new LedgerSummary(
          List.of(), List.of(), List.of(), List.of(), List.of(), Flights.EMPTY_SOURCE, List.of());
    }

    @Override
    public LedgerSummary summary(PipelineSpecification pipeline, TimeRange range) {
      return openSummary(pipeline);
    }

    @Override
    public List<StageMinute> minutes(PipelineSpecification pipeline, TimeRange range, int limit) {
      return List.of();
    }
  }
}
