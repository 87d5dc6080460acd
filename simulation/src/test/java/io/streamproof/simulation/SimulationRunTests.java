package io.streamproof.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.simulation.SimulationRun.RunOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That whole runs can be repeated. */
class SimulationRunTests {
  private static final long SEED = 7;

  @Test
  void differFromSeedToSeed() {
    assertThat(trace(SEED)).isNotEqualTo(trace(SEED + 1));
  }

  /** Sets and maps of the JDK come in another order in each JVM. */
  @Test
  void giveTheSameTraceForTheSameSeedInEveryJvm() throws IOException {
    List<String> here = new ArrayList<>();
    Stream.of(SEED, SEED + 1, SEED + 2).forEach(seed -> here.addAll(trace(seed)));
    assertThat(elsewhere(SEED, SEED + 1, SEED + 2)).isEqualTo(here);
  }

  private static List<String> elsewhere(long... seeds) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PrintedTrace.class.getName());
    LongStream.of(seeds).mapToObj(String::valueOf).forEach(command::add);
    Process process = new ProcessBuilder(command).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    return printed
        .lines()
        .filter(line -> line.startsWith(PrintedTrace.MARK))
        .map(PrintedTrace::unmarked)
        .toList();
  }

  private static List<String> trace(long seed) {
    RunOutcome outcome =
        SimulationRun.of(SimulationPlan.of(seed), SimulationSurroundings.MODELLED, true);
    return outcome.trace();
  }
}
