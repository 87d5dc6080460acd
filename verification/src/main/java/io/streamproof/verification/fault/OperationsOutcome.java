package io.streamproof.verification.fault;

import java.util.List;

/**
 * What became of the operations of a run.
 *
 * @param done names of those that happened
 * @param notReached names of those whose trigger was never reached: the fault did not happen
 * @param failed of those that could not be executed, name and reason
 */
public record OperationsOutcome(List<String> done, List<String> notReached, List<String> failed) {
  public OperationsOutcome {
    done = List.copyOf(done);
    notReached = List.copyOf(notReached);
    failed = List.copyOf(failed);
  }

  /** Whether every operation happened. */
  public boolean isComplete() {
    return notReached.isEmpty() && failed.isEmpty();
  }
}
