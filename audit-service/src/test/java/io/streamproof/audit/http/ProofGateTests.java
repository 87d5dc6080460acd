package io.streamproof.audit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.report.Bookkeeper;
import io.streamproof.audit.report.Books;
import io.streamproof.audit.report.Books.Position;
import io.streamproof.audit.report.Books.Source;
import io.streamproof.audit.report.Minute;
import io.streamproof.audit.report.Range;
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
  private final ProofGate gate = new ProofGate(ledger, 2);

  @Test
  void whoWaitsPassesOnceItIsProven() {
    DeferredResult<ProofAnswer> waiting = gate.pass(Flights.PIPELINE, TIME, LONG);
    gate.look();
    assertThat(waiting.hasResult()).isFalse();
    ledger.newest = TIME;
    gate.look();
    assertThat(waiting.getResult()).extracting("reached", "provenThrough").contains(true, TIME);
  }

  @Test
  void oneLookServesAllWhoWaitForAPipeline() {
    gate.pass(Flights.PIPELINE, TIME, LONG);
    gate.pass(Flights.PIPELINE, TIME, LONG);
    ledger.reads = 0;
    gate.look();
    assertThat(ledger.reads).isEqualTo(1);
  }

  @Test
  void nobodyLooksWhileNobodyWaits() {
    gate.look();
    assertThat(ledger.reads).isZero();
  }

  @Test
  void onlySoManyMayWait() {
    gate.pass(Flights.PIPELINE, TIME, LONG);
    gate.pass(Flights.PIPELINE, TIME, LONG);
    assertThatThrownBy(() -> gate.pass(Flights.PIPELINE, TIME, LONG))
        .isInstanceOf(BusyException.class);
  }

  @Test
  void aShutdownSendsAllAway() {
    DeferredResult<ProofAnswer> waiting = gate.pass(Flights.PIPELINE, TIME, LONG);
    gate.start();
    gate.stop();
    assertThat(waiting.getResult()).extracting("reached").isEqualTo(false);
  }

  @Test
  void whoWaitsIsToldThatTheDatabaseIsAway() {
    DeferredResult<ProofAnswer> waiting = gate.pass(Flights.PIPELINE, TIME, LONG);
    ledger.failure = new DataAccessResourceFailureException("away");
    gate.look();
    assertThat(waiting.getResult()).isSameAs(ledger.failure);
  }

  private static final class Ledger implements Bookkeeper {
    private int reads;
    private @Nullable Instant newest;
    private @Nullable RuntimeException failure;

    @Override
    public Books open(PipelineSpecification pipeline) {
      reads++;
      if (failure != null) {
        throw failure;
      }
      return new Books(
          List.of(),
          List.of(new Position("flights.source", 0, 1, newest)),
          List.of(),
          List.of(),
          Source.NONE,
          List.of());
    }

    @Override
    public Books books(PipelineSpecification pipeline, Range range) {
      return open(pipeline);
    }

    @Override
    public List<Minute> minutes(PipelineSpecification pipeline, Range range, int limit) {
      return List.of();
    }
  }
}
