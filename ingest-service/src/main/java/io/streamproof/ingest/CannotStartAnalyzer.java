package io.streamproof.ingest;

import io.streamproof.ingest.kafka.CannotStartException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells why the service cannot start, and what to do about it. */
final class CannotStartAnalyzer extends AbstractFailureAnalyzer<CannotStartException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, CannotStartException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
  }
}
