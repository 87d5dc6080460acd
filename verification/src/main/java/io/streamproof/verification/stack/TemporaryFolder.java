package io.streamproof.verification.stack;

import java.nio.file.Path;

/** A folder for files that nobody needs once this program has ended, be it that it was killed. */
public final class TemporaryFolder implements AutoCloseable {
  private final Guard guard;

  private TemporaryFolder(Guard guard) {
    this.guard = guard;
  }

  /** Makes one, in {@code TMPDIR} if that is set. */
  public static TemporaryFolder create() {
    return new TemporaryFolder(Guard.start());
  }

  public Path path() {
    return guard.folder();
  }

  /** Removes it, with all that is in it. */
  @Override
  public void close() {
    guard.close();
  }
}
