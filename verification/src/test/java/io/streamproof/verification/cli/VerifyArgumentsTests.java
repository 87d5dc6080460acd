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

  @Test
  void takesSeedsToSimulateInPlaceOfScenarios() {
    VerifyArguments arguments = parsed("--simulate", "200", "--seed", "5");

    arguments.check();
    assertThat(arguments.simulate()).hasValue(200);
    assertThat(arguments.seed()).isEqualTo(5);
    assertThat(parsed("scenarios").simulate()).isEmpty();
  }

  @Test
  void refusesToSimulateNothingOrScenarios() {
    assertThatThrownBy(parsed("--simulate", "0")::check)
        .isInstanceOf(UnusableException.class)
        .hasMessage("--simulate must be at least 1, not 0");
    assertThatThrownBy(parsed("--simulate", "5", "--soak", "1m")::check)
        .isInstanceOf(UnusableException.class)
        .hasMessage("--simulate needs no service, so it goes with no scenario");
    assertThatThrownBy(parsed()::check)
        .isInstanceOf(UnusableException.class)
        .hasMessage("name a scenario, a folder of them, --soak, or --simulate");
  }
}
