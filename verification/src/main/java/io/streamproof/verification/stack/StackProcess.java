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
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A process of a stack, to be killed, stopped and started again. One that ends without having been
 * told to has died; {@link #death} tells.
 */
public final class StackProcess {
  private static final int LINES_OF_A_DEATH = 20;
  private static final Pattern FRAME = Pattern.compile("\\s+(at .*|\\.\\.\\. \\d+ more)");
  private static final List<String> SETTINGS_OF_OTHERS =
      List.of("SPRING_", "STREAMPROOF_", "SERVER_", "MANAGEMENT_", "LOADER_", "LOGGING_", "OTEL_");

  private final ProcessPlan plan;
  private final Guard guard;
  private final Path log;
  private final Path directory;
  private @Nullable Process process;
  private boolean wanted;

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
    if (process != null && process.isAlive()) {
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
      process = guard.launch(plan, builder);
    } catch (IOException e) {
      throw new StackException("cannot start " + name() + ": " + e.getMessage());
    }
    wanted = true;
  }

  /** Ends it by SIGKILL: it gets no chance to finish anything. */
  public synchronized void kill() {
    wanted = false;
    running().destroyForcibly();
    await(null);
    guard.forget(plan);
  }

  /** Ends it by SIGTERM, and by SIGKILL if it has not ended by the deadline. */
  public synchronized void stop(Duration deadline) {
    wanted = false;
    running().destroy();
    if (!await(deadline)) {
      running().destroyForcibly();
      await(null);
    }
    guard.forget(plan);
  }

  public synchronized long pid() {
    return running().pid();
  }

  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
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
  public synchronized Optional<String> death() {
    if (!wanted || process == null || process.isAlive()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s died with exit code %d; the last lines of its log:%n%s"
            .formatted(name(), process.exitValue(), indentedTail()));
  }

  /** The last log lines, as they stand below a message. */
  String indentedTail() {
    return String.join(
        System.lineSeparator(),
        logTail(LINES_OF_A_DEATH).stream().map(line -> "  | " + line).toList());
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException(name() + " was never started");
    }
    return process;
  }

  private boolean await(@Nullable Duration deadline) {
    try {
      if (deadline == null) {
        running().waitFor();
        return true;
      }
      return running().waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted while ending " + name()));
    }
  }
}
