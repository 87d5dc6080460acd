package io.streamproof.audit.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

class FindingTracingTests {
  @Test
  void doesNothingWhereSpansHaveNowhereToGo() {
    FindingTracing tracing = new FindingTracing(new GenericApplicationContext(), () -> null);
    tracing.start();
    assertThat(tracing.isRunning()).isFalse();
    tracing.stop();
  }
}
