package io.streamproof.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells whoever started the service why it does not open, and what to do, without a stack trace.
 */
final class CannotLockAnalyzer extends AbstractFailureAnalyzer<CannotLockException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, CannotLockException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.mend(), cause);
  }
}
