package io.streamproof.audit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.report.FixedCoverages;
import io.streamproof.audit.report.LedgerSummary;
import io.streamproof.audit.report.Proof;
import io.streamproof.audit.report.ProofGate;
import io.streamproof.audit.report.ReportRepository;
import io.streamproof.audit.report.TimeRange;
import io.streamproof.audit.support.Flights;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofGateLifecycleTests {
  private static final Instant TIME = Instant.parse("2001-03-31T22:27:00Z");

  private final FixedCoverages frontiers = new FixedCoverages();
  private final ProofGate gate = new ProofGate(new EmptyLedger(), frontiers, 2, System::nanoTime);

  @Test
  void aShutdownSendsAllAway() {
    List<Proof> answers = new ArrayList<>();
    frontiers.isJudged = false;
    gate.pass(
        Flights.PIPELINE,
        TIME,
        Duration.ofSeconds(60),
        new ProofGate.Answer() {
          @Override
          public void give(Proof proof) {
            answers.add(proof);
          }

          @Override
          public void fail(RuntimeException failure) {
            throw failure;
          }
        });
    try (ProofGateLifecycle lifecycle = new ProofGateLifecycle(gate)) {
      lifecycle.start();
      assertThat(lifecycle.isRunning()).isTrue();
      lifecycle.stop();
      assertThat(lifecycle.isRunning()).isFalse();
    }
    assertThat(answers).singleElement().returns(false, proof -> proof.reaches(TIME));
  }

  private static final class EmptyLedger implements ReportRepository {
    @Override
    public LedgerSummary openSummary(PipelineSpecification pipeline) {
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
