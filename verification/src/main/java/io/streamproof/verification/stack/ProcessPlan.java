package io.streamproof.verification.stack;

import java.util.List;
import java.util.Map;

/**
 * How to start a process: the same each time, so that a killed one can be started again.
 *
 * @param stoppingSignal the signal on which it finishes what it does and ends, as {@code kill}
 *     names it
 * @param endingSignal the signal that ends it at once and without a trace
 */
record ProcessPlan(
    String name,
    List<String> command,
    Map<String, String> environment,
    String stoppingSignal,
    String endingSignal) {
  ProcessPlan {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  ProcessPlan(String name, List<String> command, Map<String, String> environment) {
    this(name, command, environment, "TERM", "KILL");
  }
}
