package io.streamproof.verification.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * What operations have done, in the order in which it happened: a line each, with its number and
 * the time, in the file as soon as it is told.
 */
public final class OperationsLog implements AutoCloseable {
  private final Writer file;
  private final InstantSource clock;
  private long lines;

  private OperationsLog(Writer file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Begins a log, in place of one that is there. */
  public static OperationsLog create(Path file) {
    return create(file, InstantSource.system());
  }

  static OperationsLog create(Path file, InstantSource clock) {
    try {
      return new OperationsLog(Files.newBufferedWriter(file), clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a line.
   *
   * @param event {@code begun}, {@code done}, {@code failed}, {@code not reached}
   */
  public synchronized void tell(String operation, String event, String detail) {
    lines++;
    String time = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    String rest = detail.lines().map(String::strip).reduce("", (a, b) -> a + " " + b);
    try {
      file.write("%s %s %s %s:%s\n".formatted(lines, time, operation, event, rest));
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
