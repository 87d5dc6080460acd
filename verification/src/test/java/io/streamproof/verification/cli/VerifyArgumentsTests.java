package io.streamproof.verification.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VerifyArgumentsTests {
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
}
