package io.streamproof.operator.fault;

import io.streamproof.operator.host.UnusableException;
import io.streamproof.pipeline.fault.Crash;
import io.streamproof.pipeline.fault.CrashPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Remembers in files which crashes have happened, so that each happens once; and finds in files for
 * which further ones the host is called upon: {@code <group>-before-send.call} and so on, each
 * followed once.
 */
final class Marks {
  private final Path folder;
  private final String group;
  private final long seed;

  /**
   * Marks in a folder.
   *
   * @param group and the seed of the plan tell those of this host and plan from all others
   * @throws UnusableException if the folder cannot be had
   */
  Marks(Path folder, String group, long seed) {
    this.folder = folder;
    this.group = group;
    this.seed = seed;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UnusableException(
          "The folder for marks of crashes " + folder + " cannot be made: " + e,
          "Set streamproof.faults.marks (STREAMPROOF_FAULTS_MARKS) to one that can be written.");
    }
  }

  boolean has(Crash crash) {
    return Files.exists(file(crash));
  }

  /** Marks a crash; when it returns, the mark outlasts the process and the machine. */
  void put(Crash crash) {
    try (FileChannel file =
        FileChannel.open(file(crash), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the host is called upon to halt at that point. */
  boolean calls(CrashPoint point) {
    return Files.exists(call(point));
  }

  /** Takes such a call, so that it is followed once; false: somebody else has. */
  boolean take(CrashPoint point) {
    try {
      return Files.deleteIfExists(call(point));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path call(CrashPoint point) {
    return folder.resolve(group + "-" + point.word() + ".call");
  }

  private Path file(Crash crash) {
    return folder.resolve(group + "-" + seed + "-" + crash.name() + ".crashed");
  }
}
