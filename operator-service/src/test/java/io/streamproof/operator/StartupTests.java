package io.streamproof.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.operator.host.UnusableException;
import io.streamproof.operator.support.RunningStage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A configuration that cannot run is refused with what to mend, and no stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class StartupTests {
  private static final String TWO_STAGES =
      "name: p\nstages:\n  - {name: a, filter: 'true'}\n  - {name: b, filter: 'true'}\n";

  @TempDir private Path folder;

  @Test
  void refusesAStageThatIsNotThere(CapturedOutput output) {
    refuses(TWO_STAGES, "--streamproof.stage=p/c");

    assertThat(output)
        .contains("There is no stage \"p/c\".", "to one of: p/a, p/b")
        .doesNotContain("\tat ");
  }

  @Test
  void refusesToGuessTheStage(CapturedOutput output) {
    refuses(TWO_STAGES);

    assertThat(output).contains("streamproof.stage does not say which stage to run.", "p/a, p/b");
  }

  @Test
  void refusesASpecificationThatIsNotValid(CapturedOutput output) {
    refuses("name: p\nstages:\n  - {name: a, filter: data.x +}\n", "--streamproof.stage=p/a");

    assertThat(output).contains("The pipeline cannot be run:", ".yml:3:").doesNotContain("\tat ");
  }

  @Test
  void refusesACustomOperatorThatIsNotAtHand(CapturedOutput output) {
    refuses("name: p\nstages:\n  - {name: a, custom: gone}\n", "--streamproof.stage=p/a");

    assertThat(output).contains("no custom operator \"gone\"", "LOADER_PATH");
  }

  @Test
  void findsASpecificationInAFolderBesideItsOwn(CapturedOutput output) {
    assertRefused(List.of("--streamproof.pipelines=../examples/flights/pipeline.yml"));

    assertThat(output).contains("to one of: flights/late, ");
  }

  @Test
  void refusesToStartWithoutPipelines(CapturedOutput output) {
    assertRefused(List.of("--streamproof.stage=p/a"));

    assertThat(output).contains("Set streamproof.pipelines (STREAMPROOF_PIPELINES)");
  }

  @Test
  void refusesAPlanOfFaultsThatAreNotEnabled(CapturedOutput output) {
    refuses(TWO_STAGES, "--streamproof.stage=p/a", "--streamproof.faults.plan=plan.yml");

    assertThat(output)
        .contains("There is a plan of faults, and faults are not enabled.", "or neither")
        .doesNotContain("\tat ");
  }

  @Test
  void refusesFaultsWithoutAPlan(CapturedOutput output) {
    refuses(TWO_STAGES, "--streamproof.stage=p/a", "--streamproof.faults.enabled=true");

    assertThat(output).contains("Faults are enabled, and there is no plan of them.");
  }

  @Test
  void refusesAPlanThatIsNotValid(CapturedOutput output) {
    Path plan =
        RunningStage.specification(
            folder, "seed: 1\nfaults:\n  - {fault: drop, stage: c, rate: 1}\n");

    refuses(
        TWO_STAGES,
        "--streamproof.stage=p/a",
        "--streamproof.faults.enabled=true",
        "--streamproof.faults.plan=" + plan);

    assertThat(output).contains("The fault plan cannot be used:", ".yml:3: the pipeline \"p\" has");
  }

  private void refuses(String yaml, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.add("--streamproof.pipelines=" + RunningStage.specification(folder, yaml));
    assertRefused(arguments);
  }

  private static void assertRefused(List<String> settings) {
    List<String> arguments = new ArrayList<>(settings);
    arguments.add("--management.server.port=0");
    assertThatThrownBy(
            () ->
                new SpringApplicationBuilder(OperatorService.class)
                    .registerShutdownHook(false)
                    .run(arguments.toArray(String[]::new)))
        .hasRootCauseInstanceOf(UnusableException.class);
  }
}
