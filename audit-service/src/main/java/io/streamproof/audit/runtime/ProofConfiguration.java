package io.streamproof.audit.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.audit.AuditProperties;
import io.streamproof.audit.metrics.ProofMeters;
import io.streamproof.audit.report.ProofGate;
import io.streamproof.audit.report.ProofGate.Coverages;
import io.streamproof.audit.report.ReportRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The gate at which clients wait for proofs. */
@Configuration(proxyBeanMethods = false)
class ProofConfiguration {
  @Bean
  ProofGate proofGate(
      ReportRepository reports,
      Coverages coverages,
      AuditProperties properties,
      MeterRegistry meters) {
    ProofGate gate =
        new ProofGate(reports, coverages, properties.audit().waits(), System::nanoTime);
    ProofMeters.bind(gate, meters);
    return gate;
  }

  @Bean
  ProofGateLifecycle proofGateLifecycle(ProofGate gate) {
    return new ProofGateLifecycle(gate);
  }
}
