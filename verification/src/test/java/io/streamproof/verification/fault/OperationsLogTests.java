package io.streamproof.verification.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsLogTests {
  @TempDir private Path folder;

  @Test
  void hasEachLineInTheFileAtOnceNumberedAndTimed() throws IOException {
    Path file = folder.resolve("operations.log");
    Instant now = Instant.parse("2026-01-02T03:04:05.678901Z");
    try (OperationsLog log = OperationsLog.create(file, () -> now)) {
      log.tell("kill-broker", "begun", "source records 5");
      assertThat(Files.readString(file))
          .isEqualTo("1 2026-01-02T03:04:05.678Z kill-broker begun: source records 5\n");
      log.tell("kill-broker", "failed", "it died:\n  | why\n");
      assertThat(Files.readAllLines(file))
          .last()
          .isEqualTo("2 2026-01-02T03:04:05.678Z kill-broker failed: it died: | why");
    }
  }
}
