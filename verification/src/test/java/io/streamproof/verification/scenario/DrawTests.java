package io.streamproof.verification.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.verification.fault.Operation;
import io.streamproof.verification.fault.Operations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawTests {
  @TempDir private Path folder;

  @Test
  void drawsScenariosThatCanBeRun() throws IOException {
    Set<String> drawn = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      Path file = new Draw(seed).write(folder);
      Scenario scenario = ScenarioReader.read(file).get(0);

      assertThat(scenario.operations(0).all()).hasSizeBetween(1, 3);
      assertThat(scenario.workload().isEndless()).as("input while there are operations").isTrue();
      drawn.add(Files.readString(file));
    }
    assertThat(drawn)
        .hasSize(200)
        .anyMatch(text -> text.contains("{during: op-1}"))
        .anyMatch(text -> text.contains("{healing: op-1}"));
  }

  @Test
  void drawsTheSameForTheSameSeed() throws IOException {
    String first = Files.readString(new Draw(11).write(folder));

    assertThat(Files.readString(new Draw(11).write(folder.resolve("again")))).isEqualTo(first);
  }

  @Test
  void isWrittenWithFewerOperationsSoThatItCanBeRepeated() throws IOException {
    Draw draw = new Draw(2);
    Operations all = ScenarioReader.read(draw.write(folder)).get(0).operations(2);
    Scenario fewer = shrunk(draw, "fewer", List.of(all.all().get(1)));
    Scenario none = shrunk(draw, "none", List.of());

    assertThat(all.all()).extracting(Operation::name).containsExactly("op-1", "op-2", "op-3");
    assertThat(fewer.operations(2).all()).containsExactly(all.all().get(1));
    assertThat(fewer.command(2))
        .isEqualTo(
            "./streamproof verify %s --seed 2".formatted(folder.resolve("fewer/scenario.yml")));
    assertThat(none.operations(2).all()).isEmpty();
  }

  private Scenario shrunk(Draw draw, String name, List<Operation> fewer) throws IOException {
    return ScenarioReader.read(draw.writeShrunk(folder.resolve(name), new Operations(fewer)))
        .get(0);
  }
}
