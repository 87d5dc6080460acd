package io.streamproof.operator;

import io.streamproof.operator.host.UnusableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an operator of the service what to mend, instead of showing a stack trace. */
final class UnusableExceptionAnalyzer extends AbstractFailureAnalyzer<UnusableException> {
  @Override
  protected FailureAnalysis analyze(Throwable failure, UnusableException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.mend(), cause);
  }
}
