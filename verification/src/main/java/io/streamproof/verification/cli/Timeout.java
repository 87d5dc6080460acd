package io.streamproof.verification.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** {@code --timeout}: how long nothing may move before a command gives up. */
final class Timeout {
  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "Gives up when nothing has moved for so long (default: ${DEFAULT-VALUE}).")
  private int seconds;

  /**
   * Checks it.
   *
   * @throws UnusableException if it is no time
   */
  void check() {
    if (seconds < 1) {
      throw new UnusableException("--timeout must be at least 1, not " + seconds);
    }
  }

  Duration duration() {
    return Duration.ofSeconds(seconds);
  }
}
