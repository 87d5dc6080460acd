package io.streamproof.audit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.streamproof.simulation.AuditSimulation;
import io.streamproof.simulation.SimulationSurroundings;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Runs of the simulation on PostgreSQL, whose every answer is compared with that of the ledger in
 * memory, on which the mass of seeds runs.
 */
class SimulatedLedgerIT {
  private static final int SEEDS = Integer.getInteger("streamproof.simulation.seeds", 10);

  private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.streamproof.audit");

  /** Faults that are meant to happen are not worth a line each. */
  @BeforeAll
  static void quieten() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void logAgain() {
    LOG.setLevel(null);
  }

  @Test
  void answersAsTheLedgerInMemoryDoes() {
    try (SimulatedDatabase database = new SimulatedDatabase()) {
      SimulationSurroundings surroundings =
          new SimulationSurroundings(
              (pipeline, clock, between) -> new TwinLedger(pipeline, clock, database),
              UnaryOperator.identity());
      assertThat(
              LongStream.rangeClosed(1, SEEDS)
                  .mapToObj(seed -> AuditSimulation.run(seed, surroundings)))
          .allSatisfy(
              result ->
                  assertThat(result.failure())
                      .as("seed %s: %s", result.seed(), String.join("\n", result.trace()))
                      .isNull());
    }
  }
}
