package io.streamproof.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.operator.host.UnusableException;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

/** Which stages a process runs, and what it is called, by the value of streamproof.stage. */
class StageSelectionTests {
  private final StageSelection selection =
      new StageSelection(
          List.of(pipeline("p", "a", "b", "c"), pipeline("q", "a")), CustomOperators.NONE);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p/b         | p/b",
        "p/*         | p/a p/b p/c",
        "p/c,p/a     | p/c p/a",
        "p/b, q/*    | p/b q/a",
        "p/b,p/*,p/c | p/b p/a p/c",
        "q/a,,       | q/a"
      })
  void selectsEachNamedStageOnceInTheOrderOfTheNames(String setting, String expected) {
    assertThat(names(setting)).containsExactly(expected.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"p/d | p/d", "p | p", "r/* | r/*", "p/a,q/b | q/b", "*/a | */a"})
  void refusesANameThatMatchesNoStage(String setting, String unknown) {
    assertThatThrownBy(() -> names(setting))
        .isInstanceOf(UnusableException.class)
        .hasMessage("There is no stage \"" + unknown + "\".")
        .extracting(e -> ((UnusableException) e).mend())
        .asString()
        .contains("p/a, p/b, p/c, q/a; or to several of them", "<pipeline>/* for all");
  }

  @Test
  void refusesASettingWithoutAName() {
    assertThatThrownBy(() -> names(" , "))
        .hasMessage("streamproof.stage does not say which stage to run.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p/b     | streamproof-p-b",
        "p/b,p/b | streamproof-p-b",
        "p/*     | streamproof-p",
        "p/b,p/c | streamproof-p",
        "p/*,q/* | streamproof-operator",
        "''      | streamproof-operator"
      })
  void namesTheProcessAfterWhatItRuns(String setting, String name) {
    MockEnvironment environment = new MockEnvironment().withProperty("streamproof.stage", setting);

    new ServiceName().postProcessEnvironment(environment, new SpringApplication());

    assertThat(environment.getProperty("spring.application.name")).isEqualTo(name);
  }

  private List<String> names(String setting) {
    return selection.select(setting).stream()
        .map(stage -> stage.pipeline().name() + "/" + stage.name())
        .toList();
  }

  private static PipelineSpecification pipeline(String name, String... stages) {
    StringBuilder yaml = new StringBuilder("name: " + name + "\nstages:\n");
    for (String stage : stages) {
      yaml.append("  - {name: ").append(stage).append(", filter: 'true'}\n");
    }
    return SpecificationReader.parse(name + ".yml", yaml.toString(), null);
  }
}
