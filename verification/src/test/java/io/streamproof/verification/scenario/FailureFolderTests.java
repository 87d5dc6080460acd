package io.streamproof.verification.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureFolderTests {
  private static final ScenarioResult FAILED =
      new ScenarioResult("s", 7, null, null, null, null, Duration.ZERO, List.of("bad"), null);

  @TempDir private Path folder;
  private Scenario scenario;

  @BeforeEach
  void readScenario() throws IOException {
    Files.writeString(folder.resolve("p.yml"), "name: p\nstages: [{name: a, filter: true}]\n");
    Path file =
        Files.writeString(
            folder.resolve("s.yml"),
            """
            name: s
            pipeline: p.yml
            workload: {naturals: {records: 9}}
            expect: {verdict: PROVEN, findings: none}
            """);
    scenario = ScenarioReader.read(file).get(0);
  }

  @Test
  void keepsWhatWasWrongAndTheCommandThatRepeatsIt() {
    ScenarioResult kept = FailureFolder.of(folder.resolve("r"), "s", 7).keep(scenario, FAILED);

    assertThat(kept).isEqualTo(FAILED.in(folder.resolve("r/s-7")));
    assertThat(folder.resolve("r/s-7/problems.txt")).hasContent("bad");
    assertThat(folder.resolve("r/s-7/repeat.txt"))
        .hasContent("./streamproof verify " + folder.resolve("s.yml") + " --seed 7");
  }

  @Test
  void tellsWhatCannotBeKeptWithoutHidingWhatWasWrong() {
    ScenarioResult kept = FailureFolder.of(folder.resolve("p.yml"), "s", 7).keep(scenario, FAILED);

    assertThat(kept.problems()).hasSize(2).startsWith("bad");
    assertThat(kept.problems().get(1)).startsWith("its folder is not complete: java.nio.file.");
  }
}
