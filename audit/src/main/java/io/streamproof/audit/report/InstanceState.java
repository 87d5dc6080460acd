package io.streamproof.audit.report;

import io.streamproof.audit.reconciliation.FrontierLog.FrontierState;
import io.streamproof.audit.trouble.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an instance knows of a pipeline beside what is in the ledger.
 *
 * @param openFor for how long the frontier that it follows has been open; empty: it follows none
 * @param unread how many records the audit had not read at the last poll; empty: that failed
 */
public record InstanceState(
    FrontierState frontier,
    Optional<Duration> openFor,
    List<Trouble> troubles,
    OptionalLong unread) {
  public InstanceState {
    troubles = List.copyOf(troubles);
  }

  /** Only what is said of frontiers. */
  public static InstanceState of(FrontierState frontier) {
    return new InstanceState(frontier, Optional.empty(), List.of(), OptionalLong.empty());
  }

  boolean isDoubtful() {
    return troubles.stream().anyMatch(Trouble::isDoubt);
  }

  InstanceState with(FrontierState other) {
    return new InstanceState(other, openFor, troubles, unread);
  }
}
