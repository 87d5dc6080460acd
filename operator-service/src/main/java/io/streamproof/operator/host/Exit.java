package io.streamproof.operator.host;

import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;

/** Ends a process that is of no use any more, so that its orchestrator starts another. */
public final class Exit {
  private final ApplicationContext context;
  private final AtomicBoolean ending = new AtomicBoolean();

  public Exit(ApplicationContext context) {
    this.context = context;
  }

  /**
   * Reports the process dead and ends it, from a thread of its own: callers die with it. What is
   * told first is why it ends; all else follows from it.
   */
  void with(int code) {
    if (ending.compareAndSet(false, true)) {
      AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
      new Thread(() -> System.exit(code), "exit").start();
    }
  }
}
