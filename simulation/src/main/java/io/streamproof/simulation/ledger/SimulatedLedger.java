package io.streamproof.simulation.ledger;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.simulation.schedule.VirtualClock;
import java.util.List;

/** The ledger of one pipeline that a simulation runs on. */
public interface SimulatedLedger {
  /** What the audit needs of it. */
  LedgerPorts ports();

  /** The findings as they are by now. */
  List<FoundAnomaly> findings();

  /** Copies the ledger; gives what restores it. */
  Runnable backUp();

  /** Makes ledgers. */
  interface Factory {
    /**
     * Makes an empty ledger.
     *
     * @param betweenTransactions may be called within calls that are several transactions
     */
    SimulatedLedger make(
        AuditedPipeline pipeline, VirtualClock clock, Runnable betweenTransactions);
  }
}
