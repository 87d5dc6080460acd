package io.streamproof.audit.runtime;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells whoever started the service what is wrong and how to mend it, without a stack trace. */
final class CannotStartAnalyzer extends AbstractFailureAnalyzer<CannotStartException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, CannotStartException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.mend(), rootFailure);
  }
}
