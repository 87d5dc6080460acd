package io.streamproof.verification.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code run} from start to verdict, and what it refuses before anything starts. */
class RunCommandIT {
  private static final String FLIGHTS = CommandLineProcess.example("pipeline.yml").toString();
  private static final String INPUT = CommandLineProcess.example("flights.ndjson").toString();

  /** A locale with digits of its own, for all processes of a stack. */
  private static final Map<String, String> ARABIC =
      Map.of("JAVA_TOOL_OPTIONS", "-Duser.language=ar -Duser.country=EG");

  @TempDir private Path folder;

  @Test
  void provesTheFlightsAndWritesTheirResultsAndStaysUntilCtrlC() throws Exception {
    CommandLineProcess run =
        new CommandLineProcess(
            folder,
            ARABIC,
            "run",
            FLIGHTS,
            "--input",
            INPUT,
            "--output",
            "results.ndjson",
            "--report",
            "report.json",
            "--partitions",
            "3",
            "--keep");
    run.awaitSaid("Ctrl-C stops it.");

    assertThat(run.out()).contains("pipeline flights: PROVEN", "no findings", "postgresql");
    Report report = Report.parse(Files.readString(folder.resolve("report.json")));
    assertThat(report.verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(report.source()).isEqualTo(new Report.Source(20_000, 20_000, 0, 0));
    List<String> results = Files.readAllLines(folder.resolve("results.ndjson"));
    assertThat(results).hasSize(Math.toIntExact(report.stage("by-origin").emitted()));
    assertThat(results).allMatch(line -> line.contains("\"origin\":\"by-origin:"));
    assertThat(run.processes()).isNotEmpty();
    leadsBackToAnEvent(run.out());

    run.signal("INT");

    assertThat(run.awaitExit()).isEqualTo(130);
    run.awaitNothingLeft();
    assertThat(folder)
        .isDirectoryContaining(file -> file.endsWith("results.ndjson"))
        .isDirectoryNotContaining(file -> file.toString().endsWith(".partial"));
  }

  /** Asks what the command proposes to ask. */
  private static void leadsBackToAnEvent(String out) throws Exception {
    Matcher address = Pattern.compile("how a result came to be +(http\\S+)").matcher(out);
    assertThat(address.find()).as(out).isTrue();
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address.group(1))).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode step = new JsonMapper().readTree(answer.body());
    for (String stage : List.of("by-origin", "route", "late")) {
      assertThat(step.path("stage").asString()).isEqualTo(stage);
      assertThat(step.path("matches").asString()).isEqualTo("true");
      step = step.path("cause");
    }
    assertThat(step.path("at").path("topic").asString()).isEqualTo("flights.source");
    assertThat(step.path("record").path("value").path("delay").asLong()).isGreaterThanOrEqualTo(15);
  }

  @Test
  void refusesABadSpecificationWithFileLineAndMendBeforeAnythingStarts() throws Exception {
    Files.writeString(
        folder.resolve("bad.yml"),
        """
        name: flights
        stages:
          - name: late
            filter: data.delay >=
        """);

    CommandLineProcess run = streamproof("run", "bad.yml", "--input", INPUT);

    assertThat(run.awaitExit()).isEqualTo(2);
    assertThat(run.err()).startsWith("bad.yml:4: ").contains("(").doesNotContain("\tat ");
    assertThat(run.err()).doesNotContain("starting");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void refusesArgumentsThatItCannotUse() throws Exception {
    refuses("--input: none.ndjson is no file", "run", FLIGHTS, "--input", "none.ndjson");
    refuses("no/such", "run", FLIGHTS, "--input", INPUT, "--output", "no/such/file");
    refuses("--partitions", "run", FLIGHTS, "--input", INPUT, "--partitions", "0");
    refuses("--brokers must be 1 or 3", "run", FLIGHTS, "--input", INPUT, "--brokers", "2");
    refuses("--faults: plan.yml is", "run", FLIGHTS, "--input", INPUT, "--faults", "plan.yml");
    refuses("--input", "run", FLIGHTS);
    refuses("no service or stage \"lat\"", "run", FLIGHTS, "--input", INPUT, "--without", "lat");
    refuses("command is missing");
  }

  private void refuses(String why, String... arguments) throws IOException, InterruptedException {
    CommandLineProcess run = streamproof(arguments);

    assertThat(run.awaitExit()).as(run.said()).isEqualTo(2);
    assertThat(run.err()).contains(why).doesNotContain("\tat ", "starting");
  }

  private CommandLineProcess streamproof(String... arguments) throws IOException {
    return new CommandLineProcess(folder, arguments);
  }
}
