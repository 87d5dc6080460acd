package io.streamproof.pipeline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where a repeated emission harms nobody: at-least-once, and no state further downstream. */
class PipelineSpecificationTests {
  private static final PipelineSpecification PIPELINE =
      SpecificationReader.parse(
          "p.yml",
          """
          name: p
          source: {key: data.k}
          guarantee: at-least-once
          stages:
            - {name: harmless, from: source, filter: 'true', to: results}
            - {name: passed, from: results, map: data}
            - {name: exact, from: source, filter: 'true', guarantee: exactly-once}
            - {name: counted, from: source, filter: 'true', to: merged}
            - {name: joined, from: source, map: data, to: merged}
            - {name: on, from: merged, map: data}
            - {name: aside, from: merged, map: data}
            - {name: sum, from: on, guarantee: exactly-once, aggregate: {fields: {n: count()}}}
            - {name: behind, from: sum, map: data}
          """,
          null);

  @Test
  void aStageThatOnlyStatelessStagesReadMayRepeat() {
    assertThat(PIPELINE.toleratesDuplicates("harmless")).isTrue();
    assertThat(PIPELINE.toleratesDuplicates("passed")).isTrue();
    assertThat(PIPELINE.toleratesDuplicates("behind")).isTrue();
    assertThat(PIPELINE.toleratesDuplicates("aside")).isTrue();
  }

  @Test
  void aStageBeforeStateMustNotRepeatHoweverFarItIs() {
    assertThat(PIPELINE.toleratesDuplicates("on")).isFalse();
    assertThat(PIPELINE.toleratesDuplicates("counted")).isFalse();
    assertThat(PIPELINE.toleratesDuplicates("joined")).isFalse();
  }

  @Test
  void exactlyOnceToleratesNothing() {
    assertThat(PIPELINE.toleratesDuplicates("exact")).isFalse();
  }

  @Test
  void neitherDoesWhatIsNoStage() {
    assertThat(PIPELINE.toleratesDuplicates(PipelineSpecification.SOURCE)).isFalse();
    assertThat(PIPELINE.toleratesDuplicates("removed")).isFalse();
  }
}
