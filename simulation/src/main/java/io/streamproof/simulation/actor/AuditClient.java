package io.streamproof.simulation.actor;

import io.streamproof.audit.report.Proof;
import io.streamproof.audit.report.Report;

/** Hears what the audit says. */
public interface AuditClient {
  void hear(String audit, Report report);

  void hear(GateCall call, Proof proof);
}
