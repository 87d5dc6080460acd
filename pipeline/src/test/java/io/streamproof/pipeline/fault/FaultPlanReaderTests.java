package io.streamproof.pipeline.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.yaml.InvalidSpecificationException;
import io.streamproof.pipeline.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault plans as they are written, and what they are refused for. */
class FaultPlanReaderTests {
  private static final PipelineSpecification PIPELINE =
      SpecificationReader.parse(
          "p.yml",
          "name: flights\nstages:\n  - {name: late, filter: 'true'}\n  - {name: by-origin, map: data}\n",
          null);

  @Test
  void readsEveryKindOfFault() {
    FaultPlan plan =
        parse(
            """
            seed: -42
            faults:
              - {fault: drop, stage: late, rate: 0.01}
              - {fault: corrupt, how: flip, stage: late, every: 100, name: flipped}
              - {fault: corrupt, how: number, stage: late, every: 101}
              - {fault: corrupt, how: truncate, stage: late, rate: 1}
              - {fault: delay, for: 20ms, stage: late, at: [0@257, 1@300]}
              - {fault: swap, stage: late, at: 0@1}
              - {fault: swap, stage: by-origin, for: 1s, rate: 1e-3}
              - {fault: duplicate, stage: late, rate: 1}
              - {fault: misroute, stage: late, rate: 1}
              - {fault: forge, stage: late, rate: 1}
              - {fault: strip-trace, stage: late, rate: 1}
              - {fault: forget, rate: 0.5}
              - {fault: write-twice, rate: 0.25}
            crashes:
              - {crash: before-send, stage: late, at: 0@300}
              - {crash: before-commit, stage: late, at: 1@300}
              - {crash: after-commit, stage: by-origin, at: 2@300}
            """);

    assertThat(plan.seed()).isEqualTo(-42);
    assertThat(plan.faults())
        .extracting(MessageFault::name)
        .containsExactly(
            "drop",
            "flipped",
            "corrupt",
            "corrupt-2",
            "delay",
            "swap",
            "swap",
            "duplicate",
            "misroute",
            "forge",
            "strip-trace",
            "forget",
            "write-twice");
    assertThat(plan.faults().subList(1, 4))
        .extracting(MessageFault::damage)
        .containsExactly(Damage.FLIP, Damage.NUMBER, Damage.TRUNCATE);
    assertThat(plan.faults().subList(4, 7))
        .extracting(MessageFault::duration)
        .containsExactly(Duration.ofMillis(20), Duration.ofSeconds(5), Duration.ofSeconds(1));
    assertThat(plan.faults().get(4).selection())
        .isEqualTo(new Selection.At(Set.of(new Position(0, 257), new Position(1, 300))));
    assertThat(plan.faults().get(6).selection()).isEqualTo(new Selection.Rate(0.001));
    assertThat(plan.crashes("late"))
        .containsExactly(
            new Crash(CrashPoint.BEFORE_SEND, "late", 0, 300),
            new Crash(CrashPoint.BEFORE_COMMIT, "late", 1, 300));
    assertThat(plan.crashes("by-origin"))
        .containsExactly(new Crash(CrashPoint.AFTER_COMMIT, "by-origin", 2, 300));
  }

  @Test
  void readsAPlanWithoutFaults() {
    assertThat(parse("seed: 1\n")).isEqualTo(new FaultPlan(1, List.of(), List.of()));
  }

  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("plan.yml"), "seed: 7\n");

    assertThat(FaultPlanReader.read(file, PIPELINE).seed()).isEqualTo(7);
    assertThat(problems(() -> FaultPlanReader.read(folder.resolve("gone.yml"), PIPELINE)))
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("cannot be read"));
  }

  @Test
  void tellsAllProblemsOfAPlanAtOnceWithTheirLines() {
    List<Problem> problems =
        problems(
            """
            sed: 1
            faults:
              - {fault: dropp, stage: late, rate: 0.1}
              - {fault: drop, stage: latte, rate: 0.1}
              - {fault: drop, stage: late, rate: 0.1, every: 3}
              - {fault: drop, stage: late}
              - {fault: drop, stage: late, rate: 1.5}
              - {fault: drop, stage: late, every: 0}
              - {fault: drop, stage: late, at: [0@1, 7]}
              - {fault: corrupt, stage: late, rate: 1}
              - {fault: drop, stage: late, rate: 1, how: flip}
              - {fault: delay, stage: late, rate: 1, for: 6s}
              - {fault: drop, stage: late, rate: 1, for: 1s}
              - {fault: forget, stage: late, rate: 1}
              - {fault: forget, every: 3}
              - {fault: drop, stage: late, rate: 1, name: first}
              - {fault: misroute, stage: late, rate: 1, name: first}
            crashes:
              - {crash: before, stage: late, at: 0@1}
              - {crash: before-send, at: 0@1}
              - {crash: before-send, stage: late}
            """);

    assertThat(problems)
        .extracting(Problem::line)
        .containsExactly(1, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 19, 20, 21);
    assertThat(problems)
        .extracting(Problem::toString)
        .contains(
            "plan.yml:1: the plan has no \"seed\" (give it a whole number)",
            "plan.yml:1: the plan knows no \"sed\" (did you mean \"seed\"?)",
            "plan.yml:3: there is no fault \"dropp\" (did you mean \"drop\"?)",
            "plan.yml:4: the pipeline \"flights\" has no stage \"latte\" (did you mean \"late\"?)",
            "plan.yml:6: fault \"drop\" selects no records"
                + " (give it one of \"rate\", \"every\" and \"at\")",
            "plan.yml:9: an element of fault \"drop\": \"at\" is \"7\""
                + " (it must be a partition and an offset such as 0@257)");
  }

  @Test
  void checksNoStagesWhereThePipelineIsNotKnown() {
    FaultPlan plan =
        FaultPlanReader.parse(
            "plan.yml", "seed: 1\nfaults: [{fault: drop, stage: any, rate: 1}]\n", null);

    assertThat(plan.strikes("any").on(0, 0)).isNotNull();
  }

  @Test
  void tellsOfFaultsAsLogsNeedIt() {
    FaultPlan plan =
        parse(
            """
            seed: 1
            faults:
              - {fault: drop, stage: late, at: [1@5, 0@7], name: gone}
              - {fault: forget, rate: 0.5}
            crashes: [{crash: after-commit, stage: late, at: 0@3}]
            """);

    assertThat(plan.faults())
        .extracting(MessageFault::toString)
        .containsExactly("gone (drop) at late, at 0@7, 1@5", "forget at ingest, rate 0.5");
    assertThat(plan.crashes())
        .extracting(Crash::toString)
        .containsExactly("crash after-commit-late-0@3");
  }

  private static FaultPlan parse(String yaml) {
    return FaultPlanReader.parse("plan.yml", yaml, PIPELINE);
  }

  private static List<Problem> problems(String yaml) {
    return problems(() -> parse(yaml));
  }

  private static List<Problem> problems(Runnable reading) {
    @Nullable InvalidSpecificationException refused =
        catchThrowableOfType(InvalidSpecificationException.class, reading::run);
    assertThat(refused).isNotNull();
    return refused.problems();
  }
}
