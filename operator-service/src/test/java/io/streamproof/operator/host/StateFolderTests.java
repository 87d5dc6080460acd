package io.streamproof.operator.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each process has a folder of its own, and a restarted one its old folder. */
class StateFolderTests {
  @TempDir private Path base;

  @Test
  void givesEachItsOwnFolder() {
    try (StateFolder first = StateFolder.claim(base, "cluster", "group");
        StateFolder second = StateFolder.claim(base, "cluster", "group")) {
      assertThat(second.path()).isNotEqualTo(first.path());
    }
  }

  @Test
  void givesARestartedProcessItsFolderBack() {
    assertThat(claimAndLeave("cluster")).isEqualTo(claimAndLeave("cluster"));
  }

  @Test
  void keepsClustersApart() {
    assertThat(claimAndLeave("one")).isNotEqualTo(claimAndLeave("other"));
  }

  @Test
  void refusesAPlaceThatCannotBeWritten() throws IOException {
    Path file = Files.createFile(base.resolve("file"));

    assertThatExceptionOfType(UnusableException.class)
        .isThrownBy(() -> StateFolder.claim(file, "cluster", "group"))
        .withMessageContaining("cannot be written")
        .satisfies(e -> assertThat(e.mend()).contains("STREAMPROOF_STATE_DIR"));
  }

  private Path claimAndLeave(String cluster) {
    try (StateFolder folder = StateFolder.claim(base, cluster, "group")) {
      return folder.path();
    }
  }
}
