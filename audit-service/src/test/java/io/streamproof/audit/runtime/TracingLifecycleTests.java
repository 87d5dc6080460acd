package io.streamproof.audit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

class TracingLifecycleTests {
  @Test
  void doesNothingWhereSpansHaveNowhereToGo() {
    TracingLifecycle tracing = new TracingLifecycle(new GenericApplicationContext(), () -> null);
    tracing.start();
    assertThat(tracing.isRunning()).isFalse();
    tracing.stop();
  }
}
