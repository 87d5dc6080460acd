package io.streamproof.verification.cli;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} when something goes wrong, or a part of it is left to its user. */
class RunCommandST {
  private static final String FLIGHTS = CommandLineProcess.example("pipeline.yml").toString();
  private static final String INPUT = CommandLineProcess.example("flights.ndjson").toString();
  private static final Pattern LEFT_OUT =
      Pattern.compile("\\S+ is left out. Start (\\S+) with this environment:\n((?:[A-Z_]+=.*\n)+)");

  private final List<Process> started = new ArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void endWhatWasStartedByHand() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void provesWithServicesThatItsUserStartsByThePrintedEnvironment() throws Exception {
    CommandLineProcess run =
        streamproof("run", FLIGHTS, "--input", INPUT, "--without", "audit,late");
    run.awaitSaid("waiting for");

    for (MatchResult service : LEFT_OUT.matcher(run.out()).results().toList()) {
      startByHand(service.group(1), variables(service.group(2)));
    }

    assertThat(run.awaitExit()).as(run.said()).isZero();
    endWhatWasStartedByHand();
    run.awaitNothingLeft();
    assertThat(run.out())
        .contains("audit is left out.", "operator-late is left out.", "pipeline flights: PROVEN")
        .containsPattern("late +20,000 +4,551");
  }

  private static Map<String, String> variables(String lines) {
    return lines
        .lines()
        .map(line -> line.split("=", 2))
        .collect(toMap(line -> line[0], line -> line[1]));
  }

  private void startByHand(String module, Map<String, String> environment) throws IOException {
    Path jar = Path.of("..", module, "target", module + ".jar").toAbsolutePath();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-jar",
                jar.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(module + ".log").toFile());
    builder.environment().putAll(environment);
    started.add(builder.start());
  }

  @Test
  void tellsOfRejectedLines() throws Exception {
    Path input = folder.resolve("some bad.ndjson");
    Files.writeString(
        input,
        """
        {"time":"2001-01-01T00:47:00Z","delay":66,"distance":1750,"origin":"DTW","destination":"LAS"}
        {"time":
        {"time":"2001-01-01T01:10:00Z","delay":95,"distance":2399,"origin":"HNL","destination":"SFO"}
        """);

    CommandLineProcess run = streamproof("run", FLIGHTS, "--input", input.toString());

    assertThat(run.awaitExit()).as(run.said()).isZero();
    assertThat(run.out()).contains("1 lines of the input were rejected", "line 2: ");
    run.awaitNothingLeft();
  }

  @Test
  void reportsAServiceThatDies() throws Exception {
    CommandLineProcess run = streamproof("run", FLIGHTS, "--input", INPUT);
    run.awaitSaid("uploading");

    run.killPart("operators");

    assertThat(run.awaitExit()).isEqualTo(3);
    assertThat(run.err())
        .contains("operators died with exit code 137; the last lines of its log:\n  | ")
        .doesNotContain("\tat ");
    run.awaitNothingLeft();
  }

  @Test
  void leavesNothingBehindWhenItIsKilledItself() throws Exception {
    CommandLineProcess run = streamproof("run", FLIGHTS, "--input", INPUT);
    run.awaitProcess("audit-service");

    run.signal("KILL");

    assertThat(run.awaitExit()).isEqualTo(137);
    run.awaitNothingLeft();
  }

  @Test
  void leavesNothingBehindWhenItIsStoppedWhileStillStarting() throws Exception {
    CommandLineProcess run = streamproof("run", FLIGHTS, "--input", INPUT);
    run.awaitSaid("starting a Kafka broker");

    run.signal("TERM");

    assertThat(run.awaitExit()).isEqualTo(143);
    run.awaitNothingLeft();
  }

  private CommandLineProcess streamproof(String... arguments) throws IOException {
    return new CommandLineProcess(folder, arguments);
  }
}
