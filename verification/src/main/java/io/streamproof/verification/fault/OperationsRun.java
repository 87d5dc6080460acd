package io.streamproof.verification.fault;

import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Operations under way: each has a thread that waits for its trigger and then executes it. Those
 * that concern the same process, or the same connections, take turns.
 */
public final class OperationsRun implements AutoCloseable {
  private static final long LOOK_MILLIS = 25;

  private final Operations operations;
  private final OperationsLog log;
  private final Positions positions;
  private final Performer performer;
  private final Turns turns = new Turns();
  private final Map<String, State> states = new ConcurrentHashMap<>();
  private final Map<String, String> failures = new ConcurrentHashMap<>();
  private final OperationsTimeline timeline = new OperationsTimeline();
  private final Queue<SourceRecord> atRisk = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean over;

  private enum State {
    WAITING,
    UNDER_WAY,
    HEALING,
    DONE,
    NOT_REACHED,
    FAILED;

    boolean hasBegun() {
      return this != WAITING && this != NOT_REACHED;
    }

    boolean isOver() {
      return this == HEALING || this == DONE;
    }

    boolean hasEnded() {
      return this == DONE || this == NOT_REACHED || this == FAILED;
    }
  }

  private OperationsRun(Operations operations, Stack stack, OperationsLog log) {
    this.operations = operations;
    this.log = log;
    this.positions = new Positions(stack);
    this.performer = new Performer(stack, atRisk::add);
  }

  static OperationsRun begin(Operations operations, Stack stack, OperationsLog log) {
    OperationsRun run = new OperationsRun(operations, stack, log);
    operations.all().forEach(operation -> run.states.put(operation.name(), State.WAITING));
    operations.all().forEach(operation -> run.threads.execute(() -> run.attend(operation)));
    return run;
  }

  /** Whether an operation has begun and is not done. */
  public boolean isBusy() {
    return states.containsValue(State.UNDER_WAY) || states.containsValue(State.HEALING);
  }

  /** The names of those whose trigger has not been reached, or whose turn has not come. */
  public Set<String> waiting() {
    return Set.copyOf(in(State.WAITING));
  }

  /** Whether none waits any more, nor is under way. */
  public boolean isDone() {
    return states.values().stream().allMatch(State::hasEnded);
  }

  /** When each was under way. */
  public OperationsTimeline timeline() {
    return timeline;
  }

  /**
   * The records of the source topic that brokers had acknowledged before they were made to lose
   * some of them. Which are lost is what the topic no longer has.
   */
  public List<SourceRecord> atRisk() {
    return List.copyOf(atRisk);
  }

  /**
   * Waits for no further position, since none will be reached, and for the end of what is under
   * way.
   */
  public OperationsOutcome finish(Duration limit) {
    over = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StackException("operations are not done within " + limit + ": " + states);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted while operations were under way");
    }
    return new OperationsOutcome(
        in(State.DONE),
        in(State.NOT_REACHED),
        in(State.FAILED).stream().map(name -> name + ": " + failures.get(name)).toList());
  }

  /** Stops waiting, and interrupts what is under way. */
  @Override
  public void close() {
    over = true;
    threads.shutdownNow();
    positions.close();
  }

  private List<String> in(State state) {
    List<String> names = new ArrayList<>();
    for (Operation operation : operations.all()) {
      if (states.get(operation.name()) == state) {
        names.add(operation.name());
      }
    }
    return names;
  }

  private void attend(Operation operation) {
    String name = operation.name();
    try {
      Optional<String> seen = awaitTrigger(operation.when());
      if (seen.isEmpty()) {
        log.tell(name, "not reached", operation.when().toString());
        states.put(name, State.NOT_REACHED);
        return;
      }
      Set<String> targets = operations.targets(operation.action());
      turns.take(targets);
      try {
        perform(operation, seen.get());
      } finally {
        turns.leave(targets);
      }
    } catch (InterruptedException e) {
      fail(name, "interrupted");
    } catch (RuntimeException e) {
      fail(name, String.valueOf(e.getMessage()));
    }
  }

  private void perform(Operation operation, String seen) throws InterruptedException {
    String name = operation.name();
    log.tell(name, "begun", seen + "; " + operation.action());
    states.put(name, State.UNDER_WAY);
    timeline.begun(name);
    performer.perform(operation.action(), () -> states.put(name, State.HEALING));
    timeline.done(name);
    log.tell(name, "done", positions.all());
    states.put(name, State.DONE);
  }

  private void fail(String name, String reason) {
    failures.put(name, reason);
    log.tell(name, "failed", reason);
    states.put(name, State.FAILED);
  }

  /** What was seen when the trigger was reached; empty if it never is. */
  private Optional<String> awaitTrigger(Trigger trigger) throws InterruptedException {
    while (true) {
      boolean last = !canStillCome(trigger);
      Optional<String> seen = reached(trigger);
      if (seen.isPresent() || last) {
        return seen;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private Optional<String> reached(Trigger trigger) {
    if (trigger instanceof Trigger.All all) {
      return all(all.triggers());
    }
    if (trigger instanceof Trigger.During other) {
      return seen(state(other.operation()).hasBegun(), "during " + other.operation());
    }
    if (trigger instanceof Trigger.Healing other) {
      return seen(state(other.operation()).isOver(), other.operation() + " heals");
    }
    if (trigger instanceof Trigger.After other) {
      return seen(state(other.operation()) == State.DONE, "after " + other.operation());
    }
    return positions.reached(trigger);
  }

  /** Asks no further than the first that is not reached. */
  private Optional<String> all(List<Trigger> triggers) {
    List<String> seen = new ArrayList<>();
    for (Trigger trigger : triggers) {
      Optional<String> reached = reached(trigger);
      if (reached.isEmpty()) {
        return reached;
      }
      seen.add(reached.get());
    }
    return Optional.of(String.join(", ", seen));
  }

  private static Optional<String> seen(boolean reached, String what) {
    return reached ? Optional.of(what) : Optional.empty();
  }

  /** Once the input is over, no position comes any more; and what has ended changes no more. */
  private boolean canStillCome(Trigger trigger) {
    if (trigger instanceof Trigger.All all) {
      return all.triggers().stream()
          .allMatch(each -> canStillCome(each) || reached(each).isPresent());
    }
    if (trigger instanceof Trigger.During other) {
      return !state(other.operation()).hasEnded();
    }
    if (trigger instanceof Trigger.Healing other) {
      return !state(other.operation()).hasEnded();
    }
    if (trigger instanceof Trigger.After other) {
      return !state(other.operation()).hasEnded();
    }
    return !over;
  }

  private State state(String operation) {
    return Objects.requireNonNull(states.get(operation));
  }
}
