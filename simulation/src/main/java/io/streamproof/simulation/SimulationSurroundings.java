package io.streamproof.simulation;

import io.streamproof.simulation.actor.AuditPorts;
import io.streamproof.simulation.ledger.MemoryLedger;
import io.streamproof.simulation.ledger.SimulatedLedger;
import java.util.function.UnaryOperator;

/**
 * What runs take place in.
 *
 * @param ledgers make the ledger of each run
 * @param between what is put between each instance of the audit and all around it
 */
public record SimulationSurroundings(
    SimulatedLedger.Factory ledgers, UnaryOperator<AuditPorts> between) {
  /** A ledger in memory, and nothing between. */
  public static final SimulationSurroundings MODELLED =
      new SimulationSurroundings(
          (pipeline, clock, betweenTransactions) ->
              new MemoryLedger(clock::micros, betweenTransactions),
          UnaryOperator.identity());
}
