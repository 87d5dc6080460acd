package io.streamproof.audit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.report.FixedCoverages;
import io.streamproof.audit.report.FixedReports;
import io.streamproof.audit.report.ProofGate;
import io.streamproof.audit.support.Flights;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.web.context.request.async.DeferredResult;

/** What clients get of a gate in which one of them may wait. */
class ProofControllerTests {
  private static final Instant TIME = Instant.parse("2001-03-31T22:27:00Z");
  private static final Duration LONG = Duration.ofSeconds(60);

  private final FixedReports ledger = new FixedReports();
  private final FixedCoverages frontiers = new FixedCoverages();
  private final ProofGate gate = new ProofGate(ledger, frontiers, 1, System::nanoTime);
  private final ProofController controller =
      new ProofController(new AuditedPipelines(List.of(Flights.PIPELINE)), gate);

  @Test
  void whoWaitsIsAnsweredOnceItIsProven() {
    DeferredResult<ProofAnswer> waiting = controller.pass(Flights.PIPELINE, TIME, LONG);
    gate.poll();
    assertThat(waiting.hasResult()).isFalse();
    frontiers.cover("flights", TIME);
    gate.poll();
    assertThat(waiting.getResult()).extracting("reached", "provenThrough").contains(true, TIME);
  }

  @Test
  void whoDoesNotWaitIsAnsweredAtOnce() {
    frontiers.cover("flights", TIME);
    frontiers.isJudged = false;
    DeferredResult<ProofAnswer> answer = controller.pass(Flights.PIPELINE, TIME, Duration.ZERO);
    assertThat(answer.getResult()).extracting("reached").isEqualTo(false);
  }

  @Test
  void whoFindsNoPlaceToWaitIsToldToComeLater() {
    controller.pass(Flights.PIPELINE, TIME, LONG);
    assertThatThrownBy(() -> controller.pass(Flights.PIPELINE, TIME, LONG))
        .isInstanceOf(BusyException.class);
  }

  @Test
  void whoWaitsIsToldThatTheDatabaseIsAway() {
    DeferredResult<ProofAnswer> waiting = controller.pass(Flights.PIPELINE, TIME, LONG);
    ledger.failure = new DataAccessResourceFailureException("away");
    gate.poll();
    assertThat(waiting.getResult()).isSameAs(ledger.failure);
  }
}
