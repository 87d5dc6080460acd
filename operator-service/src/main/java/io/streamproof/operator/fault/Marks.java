package io.streamproof.operator.fault;

import io.streamproof.operator.host.UnusableException;
import io.streamproof.pipeline.fault.Crash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Remembers in files which crashes have happened, so that each happens once. */
final class Marks {
  private final Path folder;
  private final String prefix;

  /**
   * Marks in a folder.
   *
   * @param prefix tells those of this host and plan from all others
   * @throws UnusableException if the folder cannot be had
   */
  Marks(Path folder, String prefix) {
    this.folder = folder;
    this.prefix = prefix;
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

  private Path file(Crash crash) {
    return folder.resolve(prefix + "-" + crash.name() + ".crashed");
  }
}
