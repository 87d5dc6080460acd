package io.streamproof.simulation.ledger;

import io.streamproof.audit.investigation.InvestigationRepository;
import io.streamproof.audit.observation.Ledger;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.replay.SnapshotStore;
import io.streamproof.audit.report.ReportRepository;

/** All that the audit needs of a ledger. */
public record LedgerPorts(
    Ledger ledger,
    Judgement judgement,
    InvestigationRepository investigations,
    ReportRepository reports,
    SnapshotStore snapshots) {}
