package io.streamproof.verification.stack;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Starts a process under guard, says where and which, and waits to be killed. */
final class GuardedProgram {
  private GuardedProgram() {}

  public static void main(String[] arguments) throws InterruptedException {
    Guard guard = Guard.start();
    StackProcess process =
        new StackProcess(new ProcessPlan("sleeper", List.of("sleep", "600"), Map.of()), guard);
    process.start();
    System.out.println(guard.folder());
    System.out.println(process.pid());
    new CountDownLatch(1).await();
  }
}
