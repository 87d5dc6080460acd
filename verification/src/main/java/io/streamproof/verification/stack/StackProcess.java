package io.streamproof.verification.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A process of a stack, to be killed, stopped and started again. One that ends without having been
 * told to has died; {@link #death} tells.
 */
public final class StackProcess {
  private static final int HALTED = 137;
  private static final long CHILDREN_SECONDS = 5;
  private static final int LINES_OF_A_DEATH = 20;
  private static final Pattern FRAME = Pattern.compile("\\s+(at .*|\\.\\.\\. \\d+ more)");
  private static final List<String> SETTINGS_OF_OTHERS =
      List.of("SPRING_", "STREAMPROOF_", "SERVER_", "MANAGEMENT_", "LOADER_", "LOGGING_", "OTEL_");

  private final ProcessPlan plan;
  private final Guard guard;
  private final Path log;
  private final Path directory;
  private List<ProcessHandle> paused = List.of();
  private volatile @Nullable Life life;
  private volatile boolean haltAllowed;

  /** A process and whether it is to be alive; replaced before it is ended on purpose. */
  private record Life(Process process, boolean wanted) {}

  StackProcess(ProcessPlan plan, Guard guard) {
    this.plan = plan;
    this.guard = guard;
    this.directory = guard.folder().resolve(plan.name());
    this.log = directory.resolve("log");
  }

  public String name() {
    return plan.name();
  }

  /** Starts it; what it writes is appended to its log. */
  public synchronized void start() {
    if (isAlive()) {
      throw new IllegalStateException(name() + " is running");
    }
    ProcessBuilder builder = new ProcessBuilder();
    builder.directory(directory.toFile()).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> SETTINGS_OF_OTHERS.stream().anyMatch(key::startsWith));
    environment.putAll(plan.environment());
    try {
      guard.whileOpen(() -> Files.createDirectories(directory));
      life = new Life(guard.launch(plan, builder), true);
    } catch (IOException e) {
      throw new StackException("cannot start " + name() + ": " + e.getMessage());
    }
  }

  /** Ends it, and what it has started, by SIGKILL: it gets no chance to finish anything. */
  public synchronized void kill() {
    Process process = unwanted();
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    await(process, null);
    children.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(children);
    forget();
  }

  /**
   * As long as they end they may hold what the next life needs, such as PostgreSQL's shared memory.
   * Where nobody clears up the dead they do not show that they have ended: hence the limit.
   */
  private static void awaitEnd(List<ProcessHandle> killed) {
    CompletableFuture.allOf(
            killed.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, CHILDREN_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** Lets it finish and end, and ends it by SIGKILL if it has not done so by the deadline. */
  public synchronized void stop(Duration deadline) {
    Process process = unwanted();
    Signals.send(plan.stoppingSignal(), List.of(process.pid()));
    if (!await(process, deadline)) {
      process.destroyForcibly();
      await(process, null);
    }
    forget();
  }

  /** Whether it may halt by itself, as a planted crash does it, which is then no death. */
  public void allowHalt(boolean allowed) {
    haltAllowed = allowed;
  }

  /**
   * Whether it has been allowed to halt and has; from then on it is one that was ended on purpose.
   */
  public synchronized boolean takeHalt() {
    Life now = life;
    if (!haltAllowed || now == null || !now.wanted() || !hasHalted(now.process())) {
      return false;
    }
    unwanted();
    forget();
    return true;
  }

  /** Whether it has ended as one that halts by itself does, or by SIGKILL, which looks the same. */
  public boolean hasHalted() {
    Life now = life;
    return now != null && hasHalted(now.process());
  }

  private static boolean hasHalted(Process process) {
    return !process.isAlive() && process.exitValue() == HALTED;
  }

  /** Holds it, and what it has started, by SIGSTOP: connections stay open, and nobody answers. */
  public synchronized void pause() {
    Process process = running();
    Signals.send("STOP", List.of(process.pid()));
    List<ProcessHandle> children = process.descendants().toList();
    Signals.send("STOP", children.stream().map(ProcessHandle::pid).toList());
    List<ProcessHandle> all = new ArrayList<>(children);
    all.add(process.toHandle());
    paused = all;
    try {
      for (ProcessHandle child : children) {
        guard.note(plan, child.pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets it go on, if it is paused. */
  public synchronized void resume() {
    if (paused.isEmpty()) {
      return;
    }
    Signals.send(
        "CONT", paused.stream().filter(ProcessHandle::isAlive).map(ProcessHandle::pid).toList());
    forgetPaused();
  }

  public long pid() {
    return running().pid();
  }

  public boolean isAlive() {
    Life now = life;
    return now != null && now.process().isAlive();
  }

  /** Whether it is to run: it was started, and not ended on purpose since. */
  boolean isWanted() {
    Life now = life;
    return now != null && now.wanted();
  }

  /** The last lines of its log, without the frames of stack traces: these hide the reasons. */
  public List<String> logTail(int lines) {
    Deque<String> tail = new ArrayDeque<>();
    // A reader of its own, not Files.lines: what is no UTF-8 is replaced, and fails nothing.
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(Files.newInputStream(log), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (FRAME.matcher(line).matches()) {
          continue;
        }
        tail.addLast(line);
        if (tail.size() > lines) {
          tail.removeFirst();
        }
      }
      return List.copyOf(tail);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** If it has ended without having been told to: its exit code and its last log lines. */
  public Optional<String> death() {
    // Before the life: one that may halt at either look has not died.
    boolean mayHalt = haltAllowed;
    Life now = life;
    // What is ended on purpose has another life before it ends: so a look at the old one is enough.
    if (now == null || !now.wanted() || now.process().isAlive() || !now.equals(life)) {
      return Optional.empty();
    }
    if ((mayHalt || haltAllowed) && hasHalted(now.process())) {
      return Optional.empty();
    }
    return Optional.of(
        "%s died with exit code %s; the last lines of its log:%n%s"
            .formatted(name(), now.process().exitValue(), indentedTail()));
  }

  /** The last log lines, as they stand below a message. */
  String indentedTail() {
    return String.join(
        System.lineSeparator(),
        logTail(LINES_OF_A_DEATH).stream().map(line -> "  | " + line).toList());
  }

  /** The file to which it writes, in all its lives. */
  public Path log() {
    return log;
  }

  /** How its last life has ended; empty while it runs. */
  public OptionalInt exitCode() {
    Life now = life;
    return now == null || now.process().isAlive()
        ? OptionalInt.empty()
        : OptionalInt.of(now.process().exitValue());
  }

  private Process running() {
    Life now = life;
    if (now == null) {
      throw new IllegalStateException(name() + " was never started");
    }
    return now.process();
  }

  private Process unwanted() {
    Process process = running();
    life = new Life(process, false);
    return process;
  }

  private void forget() {
    forgetPaused();
    guard.forget(plan);
  }

  private void forgetPaused() {
    try {
      for (ProcessHandle process : paused) {
        guard.forget(plan, process.pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    paused = List.of();
  }

  private boolean await(Process process, @Nullable Duration deadline) {
    try {
      if (deadline == null) {
        process.waitFor();
        return true;
      }
      return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted while ending " + name()));
    }
  }
}
