package io.streamproof.audit.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.audit.report.ProofGate;

/** Meters of the gate at which clients wait for proofs. */
public final class ProofMeters {
  private ProofMeters() {}

  public static void bind(ProofGate gate, MeterRegistry meters) {
    Gauge.builder("streamproof.proof.waiting", gate, ProofGate::waiting)
        .description("Callers that wait for a proof")
        .register(meters);
  }
}
