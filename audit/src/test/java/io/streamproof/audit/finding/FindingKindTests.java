package io.streamproof.audit.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A repetition is a warning where nobody counts it, and nothing else is ever a lesser finding. */
class FindingKindTests {
  private static final PipelineSpecification PIPELINE =
      SpecificationReader.parse(
          "p.yml",
          """
          name: p
          source: {key: data.k}
          stages:
            - {name: shown, from: source, map: data, guarantee: at-least-once}
            - {name: counted, from: source, map: data, guarantee: at-least-once}
            - {name: count, from: counted, aggregate: {fields: {n: count()}}}
          """,
          null);

  @Test
  void aRepetitionThatNobodyCountsIsAWarning() {
    assertThat(FindingKind.DUPLICATED.severity(PIPELINE, "shown")).isEqualTo(Severity.WARNING);
  }

  @Test
  void aRepetitionThatAStageBehindCountsTwiceIsAViolation() {
    assertThat(FindingKind.DUPLICATED.severity(PIPELINE, "counted")).isEqualTo(Severity.VIOLATION);
    assertThat(FindingKind.DUPLICATED.severity(PIPELINE, "count")).isEqualTo(Severity.VIOLATION);
  }

  @Test
  void soIsOneOfAStageThatIsNoLongerThere() {
    assertThat(FindingKind.DUPLICATED.severity(PIPELINE, "gone")).isEqualTo(Severity.VIOLATION);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DUPLICATED")
  void allElseMeansTheSameAtEveryStage(FindingKind kind) {
    assertThat(kind.severity(PIPELINE, "shown")).isEqualTo(kind.severity());
  }
}
