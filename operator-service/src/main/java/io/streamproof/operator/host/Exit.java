package io.streamproof.operator.host;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;

/** Ends a process that is of no use any more, so that its orchestrator starts another. */
public final class Exit {
  private final ApplicationContext context;

  public Exit(ApplicationContext context) {
    this.context = context;
  }

  /** Reports the process dead and ends it, from a thread of its own: callers die with it. */
  void with(int code) {
    AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
    new Thread(() -> System.exit(code), "exit").start();
  }
}
