package io.streamproof.verification.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerifyArgumentsTests {
  @TempDir private Path folder;

  private static VerifyArguments parsed(String... arguments) {
    return CommandLine.populateCommand(new VerifyArguments(), arguments);
  }

  @Test
  void includesAllUnlessSomeAreNamed() {
    assertThat(parsed("scenarios").includes("pairs-1")).isTrue();
    assertThat(parsed("scenarios", "--only", "pairs-2,late").includes("pairs-1")).isFalse();
    assertThat(parsed("scenarios", "--only", "pairs-2,late").includes("late")).isTrue();
  }

  @Test
  void refusesANameThatNoScenarioHas() {
    VerifyArguments arguments = parsed("scenarios", "--only", "late,pairs-3");

    arguments.checkOnly(List.of("pairs-3", "late", "stalled"));
    assertThatThrownBy(() -> arguments.checkOnly(List.of("pairs-1", "pairs-2", "late")))
        .isInstanceOf(UnusableException.class)
        .hasMessage("--only: there is no scenario pairs-3 in [pairs-1, pairs-2, late]");
    parsed("scenarios").checkOnly(List.of());
  }

  @Test
  void refusesResultsWhereNoFolderCanBe() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    VerifyArguments below =
        parsed(folder.toString(), "--results", file.resolve("results").toString());

    assertThatThrownBy(below::check)
        .isInstanceOf(UnusableException.class)
        .hasMessage("--results: " + file + " is no folder that can be written to");
    parsed(folder.toString(), "--results", folder.resolve("a/b").toString()).check();
    assertThat(folder.resolve("a")).doesNotExist();
  }
}
