package io.streamproof.verification.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Owns a stack's folder, and sees to it that no process and no file of the stack outlives this
 * program, even if it is killed: a shell waits for the end of its standard input, which only this
 * program holds open, and then clears up. Closing the stack takes the same way.
 */
final class Guard implements AutoCloseable {
  private static final long CLOSE_SECONDS = 15;

  /** Records itself before it becomes the command, and leaves Ctrl-C to the stack's owner. */
  private static final String LAUNCH =
      "trap '' HUP INT; echo \"$$ $1\" >\"$2\" || exit 127; shift 2; exec \"$@\"";

  private final Path folder;
  private final Process shell;
  private final Lock open;
  private final Lock shut;
  private boolean closed;

  private Guard(Path folder, Process shell) {
    this.folder = folder;
    this.shell = shell;
    ReadWriteLock lock = new ReentrantReadWriteLock();
    this.open = lock.readLock();
    this.shut = lock.writeLock();
  }

  /** Makes the stack's folder, and guards it from then on. */
  static Guard start() {
    Path folder = temporary().resolve("streamproof-" + UUID.randomUUID());
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", script(), "streamproof-guard", folder.toString())
              .directory(folder.getRoot().toFile())
              .redirectErrorStream(true)
              .start();
      String answer = shell.inputReader(UTF_8).readLine();
      if (!"ready".equals(answer)) {
        throw new StackException("cannot make the folder " + folder + ": " + answer);
      }
      return new Guard(folder, shell);
    } catch (IOException e) {
      throw new StackException("cannot start a shell to guard the stack: " + e.getMessage());
    }
  }

  Path folder() {
    return folder;
  }

  /**
   * Starts a process under guard; its id stays the same throughout.
   *
   * @param prepared where it runs and where its output goes
   */
  Process launch(ProcessPlan plan, ProcessBuilder prepared) throws IOException {
    return whileOpen(() -> prepared.command(guarded(plan)).start());
  }

  /**
   * Works in the folder, which is not removed meanwhile.
   *
   * @throws StackException if the stack is closed
   */
  <T> T whileOpen(Work<T> work) throws IOException {
    open.lock();
    try {
      if (closed) {
        throw new StackException("the stack is closed");
      }
      return work.run();
    } finally {
      open.unlock();
    }
  }

  /** Something to do in the folder. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  private List<String> guarded(ProcessPlan plan) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", LAUNCH, "sh"));
    command.add(plan.endingSignal());
    command.add(record(plan).toString());
    command.addAll(plan.command());
    return command;
  }

  /** Takes a process that has ended from the records: its id may come to denote another. */
  void forget(ProcessPlan plan) {
    try {
      Files.deleteIfExists(record(plan));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sees to the end of a process that one under guard has started. */
  void note(ProcessPlan parent, long child) throws IOException {
    whileOpen(() -> Files.writeString(record(parent, child), child + " KILL\n"));
  }

  /** Takes such a process from the records. */
  void forget(ProcessPlan parent, long child) throws IOException {
    Files.deleteIfExists(record(parent, child));
  }

  private Path record(ProcessPlan plan) {
    return folder.resolve("processes").resolve(plan.name());
  }

  private Path record(ProcessPlan parent, long child) {
    return folder.resolve("processes").resolve(parent.name() + "." + child);
  }

  /** Ends every process and removes the folder. */
  @Override
  public void close() {
    shut.lock();
    try {
      closed = true;
    } finally {
      shut.unlock();
    }
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new StackException("the stack's folder could not be removed in time: " + folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path temporary() {
    String chosen = System.getenv("TMPDIR");
    String place =
        chosen == null || chosen.isBlank() ? System.getProperty("java.io.tmpdir") : chosen;
    return Path.of(place).toAbsolutePath();
  }

  private static String script() throws IOException {
    try (InputStream script = Guard.class.getResourceAsStream("guard.sh")) {
      if (script == null) {
        throw new IllegalStateException("guard.sh is missing");
      }
      return new String(script.readAllBytes(), UTF_8);
    }
  }
}
