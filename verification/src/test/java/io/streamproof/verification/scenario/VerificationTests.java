package io.streamproof.verification.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTests {
  @TempDir private Path folder;

  private Verification.Input input(String operators) throws IOException {
    Files.writeString(folder.resolve("p.yml"), "name: p\nstages: [{name: a, filter: true}]\n");
    Path file =
        Files.writeString(
            folder.resolve("s.yml"),
            """
            name: s
            pipeline: p.yml
            workload: {naturals: {records: 9}}
            expect: {verdict: PROVEN, findings: none, results: last}
            """
                + operators);
    return Verification.Input.of(ScenarioReader.read(file).get(0), 1);
  }

  @Test
  void sharesUndisturbedResultsOnlyWithTheSameOperators() throws IOException {
    Files.createDirectory(folder.resolve("mine"));
    Files.createDirectory(folder.resolve("others"));

    assertThat(input("operators: mine")).isEqualTo(input("operators: mine"));
    assertThat(input("operators: mine")).isNotEqualTo(input("operators: others"));
    assertThat(input("operators: mine")).isNotEqualTo(input(""));
  }
}
