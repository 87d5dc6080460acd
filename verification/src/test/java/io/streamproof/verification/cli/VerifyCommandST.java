package io.streamproof.verification.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandST {
  private static final String FAULTS =
      """
      name: faulty
      pipeline: pipeline.yml
      workload:
        generate: {records: 3000, keys: 20}
      faults:
        - {fault: drop, stage: kept, rate: 0.01}
        - {fault: corrupt, how: flip, stage: summed, rate: 0.01}
        - {fault: swap, stage: summed, rate: 0.01}
        - {fault: forge, stage: kept, every: 500}
      """;

  private static final String INJECTED =
      """
      expect:
        verdict: VIOLATED
        findings: injected
      """;

  /** Declared by mistake: nothing is planted that could be found. */
  private static final String WRONGLY_NONE =
      """
      expect:
        verdict: PROVEN
        findings: none
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writePipeline() throws IOException {
    Files.writeString(
        folder.resolve("pipeline.yml"),
        """
        name: p
        partitions: 3
        source:
          key: data.key
        stages:
          - name: kept
            from: source
            filter: data.n % 2 == 0
          - name: summed
            from: source
            aggregate:
              fields: {readings: count(), last: last(data.n)}
        """);
  }

  @Test
  void findsExactlyWhatWasPlanted() throws Exception {
    Files.writeString(folder.resolve("faulty.yml"), FAULTS + INJECTED);

    CommandLineProcess run =
        new CommandLineProcess(folder, "verify", "faulty.yml", "--seed", "4", "--table", "t.md");

    assertThat(run.awaitExit()).as(run.said()).isZero();
    assertThat(run.out()).contains("faulty, seed 4: as declared", "VIOLATED");
    assertThat(Files.readString(folder.resolve("t.md"))).contains("| drop | filter |", "1.0000");
    assertThat(folder.resolve("streamproof-results")).doesNotExist();
    run.awaitNothingLeft();
  }

  @Test
  void findsTheSameAgainWithOtherThreadsAndInstances() throws Exception {
    Files.writeString(folder.resolve("a.yml"), FAULTS + WRONGLY_NONE);
    Files.writeString(
        folder.resolve("b.yml"),
        FAULTS.replace("name: faulty", "name: scaled")
            + """
            audits: 2
            settings: {STREAMPROOF_THREADS: 3}
            operations:
              - {scale: summed, to: 2, when: {source: 0}}
            """
            + WRONGLY_NONE);

    CommandLineProcess run =
        new CommandLineProcess(folder, "verify", "a.yml", "b.yml", "--seed", "9", "--results", "r");

    assertThat(run.awaitExit()).as(run.said()).isEqualTo(1);
    assertThat(run.out()).contains("NOT as declared", "the verdict is VIOLATED, not PROVEN");
    Path alone = folder.resolve("r").resolve("faulty-9");
    Path scaled = folder.resolve("r").resolve("scaled-9");
    assertThat(scaled.resolve("listing.txt")).hasSameBinaryContentAs(alone.resolve("listing.txt"));
    assertThat(scaled.resolve("manifest.txt"))
        .hasSameBinaryContentAs(alone.resolve("manifest.txt"));
    assertThat(Files.readAllLines(alone.resolve("listing.txt"))).isNotEmpty();
    assertThat(alone.resolve("repeat.txt")).hasContent("./streamproof verify a.yml --seed 9");
    assertThat(scaled)
        .isDirectoryContaining(file -> file.endsWith("operator-summed-2.log"))
        .isDirectoryContaining(file -> file.endsWith("operations.log"))
        .isDirectoryContaining(file -> file.endsWith("processes.txt"))
        .isDirectoryContaining(file -> file.endsWith("report.json"))
        .isDirectoryContaining(file -> file.endsWith("findings.json"))
        .isDirectoryContaining(file -> file.endsWith("plan.yml"));
    run.awaitNothingLeft();
  }

  @Test
  void leavesNothingBehindThoughItIsKilled() throws Exception {
    Files.writeString(folder.resolve("faulty.yml"), FAULTS + INJECTED);
    CommandLineProcess run = new CommandLineProcess(folder, "verify", "faulty.yml");
    run.awaitSaid("starting a Kafka broker");

    run.signal("KILL");

    run.awaitNothingLeft();
  }

  @Test
  void refusesAScenarioThatItCannotRun() throws Exception {
    String misspelt = FAULTS.replaceFirst("stage: kept", "stage: kpt");
    Files.writeString(folder.resolve("bad.yml"), misspelt + INJECTED);

    CommandLineProcess run = new CommandLineProcess(folder, "verify", "bad.yml");

    assertThat(run.awaitExit()).isEqualTo(2);
    assertThat(run.err()).contains("bad.yml:6: ", "kept").doesNotContain("\tat ", "starting");
  }

  @Test
  void refusesAFolderWithoutScenarios() throws Exception {
    Files.createDirectory(folder.resolve("none"));

    CommandLineProcess run = new CommandLineProcess(folder, "verify", "none");

    assertThat(run.awaitExit()).isEqualTo(2);
    assertThat(run.err()).contains("there is no scenario in none").doesNotContain("\tat ");
  }
}
