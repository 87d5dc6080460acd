package io.streamproof.verification.scenario;

import io.streamproof.pipeline.fault.FaultPlan;
import io.streamproof.verification.fault.OperationsLog;
import io.streamproof.verification.stack.Service;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackException;
import io.streamproof.verification.stack.StackProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts operators again that have crashed by the plan, once for each crash, as a place would. */
final class CrashWatch {
  private final Stack stack;
  private final OperationsLog log;
  private final Map<String, Integer> due = new HashMap<>();

  CrashWatch(Stack stack, FaultPlan plan, OperationsLog log) {
    this.stack = stack;
    this.log = log;
    plan.crashes().forEach(crash -> due.merge(crash.stage(), 1, Integer::sum));
  }

  /**
   * Looks after them.
   *
   * @throws StackException if a process has died of something else
   */
  void look() {
    stack.services().forEach(this::revive);
    stack.requireAlive();
  }

  /** Crashes that have not happened, in words. */
  List<String> missing() {
    return due.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(entry -> entry.getValue() + " crashes of " + entry.getKey() + " did not happen")
        .toList();
  }

  private void revive(Service service) {
    StackProcess process = service.process();
    String stage = stack.stageOf(process.name()).orElse("");
    if (due.getOrDefault(stage, 0) > 0 && process.death().isPresent() && process.hasHalted()) {
      due.merge(stage, -1, Integer::sum);
      log.tell("crash", "begun", process.name() + " has halted");
      process.start();
      log.tell("crash", "done", process.name() + " is started again");
    }
  }
}
