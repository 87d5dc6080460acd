package io.streamproof.verification.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.pipeline.yaml.InvalidSpecificationException;
import io.streamproof.verification.fault.Operation;
import io.streamproof.verification.fault.Trigger;
import io.streamproof.verification.stack.Report.Verdict;
import io.streamproof.verification.workload.Readings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioReaderTests {
  private static final String SCENARIO =
      """
      name: broken
      pipeline: pipeline.yml
      partitions: 3
      workload:
        generate: {records: 200, keys: 5, skew: 1.1, duplicates: 0.01, rate: 100}
      faults:
        - {fault: drop, stage: late, rate: 0.5}
      operations:
        - {kill: operator-late, down: 2s, when: {stage: late, committed: 30}}
        - {name: more, pause: broker, for: 3s, when: {after: kill-operator-late}}
      expect:
        verdict: VIOLATED
        findings: [{kind: LOST, stage: late, count: 3}]
        results: set
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writePipeline() throws IOException {
    Files.writeString(
        folder.resolve("pipeline.yml"),
        """
        name: p
        stages:
          - name: late
            filter: data.n > 1
        """);
  }

  private Scenario read(String text) throws IOException {
    return ScenarioReader.read(Files.writeString(folder.resolve("s.yml"), text)).get(0);
  }

  private void refuses(String found, String put, String... problem) {
    assertThat(SCENARIO).contains(found);
    assertThatThrownBy(() -> read(SCENARIO.replace(found, put)))
        .isInstanceOf(InvalidSpecificationException.class)
        .message()
        .contains(problem);
  }

  @Test
  void readsAllThatAScenarioDeclares() throws IOException {
    Scenario scenario = read(SCENARIO);

    assertThat(scenario.name()).isEqualTo("broken");
    assertThat(scenario.partitions()).hasValue(3);
    assertThat(scenario.workload()).isEqualTo(new Readings(200, 5, 1.1, 0.01, 0, 0, 100));
    assertThat(scenario.plan(9).seed()).isEqualTo(9);
    assertThat(scenario.plan(9).faults()).hasSize(1);
    assertThat(scenario.operations(0).all())
        .extracting(Operation::name)
        .containsExactly("kill-operator-late", "more");
    assertThat(scenario.operations(0).all().get(1).when())
        .isEqualTo(new Trigger.After("kill-operator-late"));
    assertThat(scenario.expectation().verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(scenario.expectation().results()).isEqualTo(Equality.SET);
    assertThat(scenario.expectation().findings())
        .isEqualTo(
            new ExpectedFindings.Counted(List.of(new ExpectedFindings.Count("LOST", "late", 3))));
  }

  @Test
  void runsOnOneBrokerUnlessItDeclaresACluster() throws IOException {
    Scenario cluster =
        read(
            SCENARIO
                .replace("partitions: 3", "brokers: 3")
                .replace("pause: broker,", "pause: broker-3,"));

    assertThat(read(SCENARIO).brokers()).isEqualTo(1);
    assertThat(cluster.brokers()).isEqualTo(3);
    assertThat(cluster.undisturbed(cluster.workload()).brokers()).isEqualTo(1);
  }

  @Test
  void readsAllScenariosOfAFolder() throws IOException {
    Path scenarios = Files.createDirectory(folder.resolve("scenarios"));
    String below = SCENARIO.replace("pipeline: ", "pipeline: ../");
    Files.writeString(scenarios.resolve("b.yml"), below.replace("broken", "second"));
    Files.writeString(scenarios.resolve("a.yml"), below);

    assertThat(ScenarioReader.read(scenarios))
        .extracting(Scenario::name)
        .containsExactly("broken", "second");
  }

  @Test
  void readsTheScenariosThatComeWithIt() throws IOException {
    List<Scenario> scenarios = ScenarioReader.read(Path.of("..", "scenarios"));

    assertThat(scenarios).extracting(Scenario::name).doesNotHaveDuplicates().hasSizeGreaterThan(5);
    for (Scenario scenario : scenarios) {
      String number = scenario.stacks() == 1 ? "" : "-\\d+";
      assertThat(scenario.name() + ".yml")
          .matches(scenario.file().getFileName().toString().replace(".yml", number + "\\.yml"));
    }
  }

  @Test
  void spreadsEveryPairOverStacksAndNamesTheOneToRepeat() throws IOException {
    Files.writeString(
        folder.resolve("s.yml"),
        """
        name: pairs
        pipeline: pipeline.yml
        workload:
          naturals: {rate: 100}
        operations: every-pair
        stacks: 3
        expect:
          verdict: PROVEN
          findings: none
        """);
    List<Scenario> scenarios = ScenarioReader.read(folder.resolve("s.yml"));

    assertThat(scenarios)
        .extracting(Scenario::name)
        .containsExactly("pairs-1", "pairs-2", "pairs-3");
    assertThat(scenarios.get(1).command(4)).endsWith("s.yml --seed 4 --only pairs-2");
    assertThat(scenarios.get(1).workload().isEndless()).isTrue();
    assertThat(scenarios.get(1).operations(4)).isEqualTo(scenarios.get(1).operations(4));
    assertThat(scenarios.get(1).operations(5)).isNotEqualTo(scenarios.get(1).operations(4));
    assertThat(scenarios.get(1).planText(4)).contains("seed: 4");
  }

  @Test
  void refusesWithLineAndMend() {
    refuses("verdict: VIOLATED", "verdict: WRONG", "s.yml:12: ", "WRONG");
    refuses("pipeline: pipeline.yml", "pipeline: none.yml", "s.yml:2: ", "none.yml");
    refuses("fault: drop, stage: late", "fault: drop, stage: lte", "s.yml:7: ", "late");
    refuses("kill: operator-late", "kill: operator-lat", "s.yml:9: ", "operator-late");
    refuses("stage: late, committed", "stage: lat, committed", "s.yml:9: ", "late");
    refuses("after: kill-operator-late", "after: kill-it", "s.yml:10: ", "kill-it");
    refuses("workload:", "workloads:", "s.yml:4: ", "did you mean \"workload\"?");
    refuses("records: 200", "records: many", "s.yml:5: ", "many");
    refuses("results: set", "results: sets", "s.yml:14: ", "last, sequence, set");
    refuses("partitions: 3", "audits: 11", "s.yml:3: ", "from 1 to 10");
    refuses("partitions: 3", "brokers: 2", "s.yml:3: ", "1, or 3 for a cluster");
    refuses("pause: broker,", "pause: broker-2,", "s.yml:10: ", "add \"brokers: 3\"");
  }

  @Test
  void tellsAProblemOnceThoughItConcernsManyStacks() {
    String pairs =
        """
        name: pairs
        pipeline: none.yml
        workload: {naturals: {rate: 100}}
        operations: every-pair
        stacks: 101
        expect: {verdict: PROVEN, findings: none}
        """;

    assertThatThrownBy(() -> read(pairs.replace("101", "10")))
        .isInstanceOf(InvalidSpecificationException.class)
        .message()
        .containsOnlyOnce("none.yml");
    assertThatThrownBy(() -> read(pairs))
        .isInstanceOf(InvalidSpecificationException.class)
        .message()
        .contains("s.yml:5: ", "from 1 to 100");
  }
}
