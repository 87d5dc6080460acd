package io.streamproof.verification.fault;

import io.streamproof.verification.stack.Service;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackOptions;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The process faults of a run. Each happens once; several may be under way at the same time. */
public record Operations(List<Operation> all) {
  public Operations {
    all = List.copyOf(all);
    Set<String> names = new HashSet<>();
    for (Operation operation : all) {
      if (!names.add(operation.name())) {
        throw new IllegalArgumentException("two operations are named " + operation.name());
      }
    }
  }

  /** The services that have to be behind proxies, for the options of the stack. */
  public Set<String> proxied() {
    return all.stream()
        .map(Operation::action)
        .filter(Action.Disturb.class::isInstance)
        .map(Action::target)
        .collect(Collectors.toSet());
  }

  /** Whether an operator is called upon to crash, which it follows only with faults enabled. */
  public boolean callForCrashes() {
    return all.stream().map(Operation::action).anyMatch(Action.CrashOperator.class::isInstance);
  }

  /** Whether brokers are made to lose records. */
  public boolean loseRecords() {
    return all.stream().map(Operation::action).anyMatch(Action.LoseRecords.class::isInstance);
  }

  /** Whether the audit or its database is disturbed. */
  public boolean disturbAudit() {
    return all.stream()
        .map(Operation::action)
        .filter(action -> !isOfStage(action))
        .map(Action::target)
        .anyMatch(target -> Service.isAudit(target) || target.equals("postgresql"));
  }

  /** Those stages whose operators are ended, paused, scaled or cut off. */
  public Set<String> disturbed(Collection<String> stages) {
    return stages.stream()
        .filter(stage -> all.stream().map(Operation::action).anyMatch(a -> disturbs(a, stage)))
        .collect(Collectors.toSet());
  }

  private static boolean disturbs(Action action, String stage) {
    String operator = Service.OPERATOR_PREFIX + stage;
    return isOfStage(action)
        ? action.target().equals(stage)
        : action.target().equals(operator) || action.target().startsWith(operator + "-");
  }

  private static boolean isOfStage(Action action) {
    return action instanceof Action.Scale || action instanceof Action.CrashOperator;
  }

  /**
   * Begins to wait for the triggers, and executes each operation when its trigger is reached.
   *
   * @param stack up and ready, with proxies for {@link #proxied()}
   */
  public OperationsRun begin(Stack stack, OperationsLog log) {
    return OperationsRun.begin(this, stack, log);
  }

  /** What no other operation may touch at the same time. */
  Set<String> targets(Action action) {
    if (action instanceof Action.Disturb disturb) {
      return Set.of(disturb.target() + " to " + disturb.peer());
    }
    if (action instanceof Action.Scale scale) {
      return furtherOperators(scale.target()).collect(Collectors.toSet());
    }
    if (action instanceof Action.ToBroker) {
      return brokers().collect(Collectors.toSet());
    }
    if (action instanceof Action.LoseRecords) {
      return Stream.concat(brokers(), Stream.of(Service.INGEST)).collect(Collectors.toSet());
    }
    if (action instanceof Action.CrashOperator crash) {
      Stream<String> first = Stream.of(Service.OPERATOR_PREFIX + crash.target());
      return Stream.concat(first, furtherOperators(crash.target())).collect(Collectors.toSet());
    }
    return Set.of(action.target());
  }

  /** All of them: a role may pass from any to any. */
  private static Stream<String> brokers() {
    return IntStream.rangeClosed(1, StackOptions.MOST_BROKERS).mapToObj(Stack::brokerName);
  }

  private Stream<String> furtherOperators(String stage) {
    return IntStream.rangeClosed(2, largest(stage))
        .mapToObj(number -> Service.OPERATOR_PREFIX + stage + "-" + number);
  }

  private int largest(String stage) {
    return all.stream()
        .map(Operation::action)
        .filter(Action.Scale.class::isInstance)
        .map(Action.Scale.class::cast)
        .filter(scale -> scale.target().equals(stage))
        .mapToInt(Action.Scale::instances)
        .max()
        .orElse(1);
  }
}
