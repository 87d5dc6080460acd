package io.streamproof.operator.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A folder for a process's state stores that no other process uses at the same time: {@code
 * <base>/<cluster>/<group>/<n>} with the first free n. A process killed and started again gets its
 * folder back, and with it its stores and its identity: the transaction that it left open is then
 * ended at once. The cluster is part of it because positions in one cluster's changelogs mean
 * nothing in another's.
 */
final class StateFolder implements AutoCloseable {
  private static final int MOST = 1_000;

  private final Path path;
  private final FileChannel lock;

  private StateFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes the first free folder, until it is closed or the process ends.
   *
   * @throws UnusableException if no folder can be had there
   */
  static StateFolder claim(Path base, String cluster, String group) {
    Path folders = base.resolve(cluster).resolve(group);
    try {
      for (int n = 0; n < MOST; n++) {
        Path path = Files.createDirectories(folders.resolve(String.valueOf(n)));
        FileChannel lock = lock(path.resolve("lock"));
        if (lock != null) {
          return new StateFolder(path, lock);
        }
      }
    } catch (IOException e) {
      throw unusable(folders, "cannot be written: " + e);
    }
    throw unusable(folders, "has no free folder: " + MOST + " are in use");
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held in this very process.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : channel;
  }

  private static UnusableException unusable(Path folders, String why) {
    return new UnusableException(
        "The folder for state stores " + folders + " " + why,
        "Set streamproof.state-dir (STREAMPROOF_STATE_DIR) to a folder that can be written.");
  }
}
