package io.streamproof.verification.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.verification.scenario.ExpectedFindings.Count;
import io.streamproof.verification.scenario.ExpectedFindings.Counted;
import io.streamproof.verification.scenario.ExpectedFindings.Injected;
import io.streamproof.verification.scenario.ExpectedFindings.None;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgementTests {
  private static final Anomaly LOST = Anomaly.of("LOST", "late", 0, 7, 0);
  private static final Anomaly PHANTOM = Anomaly.of("PHANTOM", "late", 1, 3, 1);

  @Test
  void tellsHitsFromMissesAndFromWhatIsFalse() {
    Judgement judgement = new Judgement(Set.of(LOST), Set.of(PHANTOM));

    assertThat(judgement.hits()).isEmpty();
    assertThat(judgement.missed()).containsExactly(LOST);
    assertThat(judgement.unexpected()).containsExactly(PHANTOM);
    assertThat(judgement.problems(new Injected())).hasSize(2);
  }

  @Test
  void isContentWithExactlyWhatWasPlanted() {
    Judgement judgement = new Judgement(Set.of(LOST, PHANTOM), Set.of(LOST, PHANTOM));

    assertThat(judgement.problems(new Injected())).isEmpty();
    assertThat(judgement.problems(new None())).hasSize(1);
    assertThat(judgement.listing())
        .containsExactly("LOST late late:0@7#0", "PHANTOM late late:1@3#1");
  }

  @Test
  void countsByKindAndStage() {
    Judgement judgement = new Judgement(Set.of(), Set.of(LOST));

    assertThat(judgement.problems(new Counted(List.of(new Count("LOST", "late", 1))))).isEmpty();
    assertThat(judgement.problems(new Counted(List.of(new Count("LOST", "late", 2))))).hasSize(1);
    assertThat(judgement.problems(new Counted(List.of(new Count("LOST", "route", 1))))).hasSize(2);
  }

  @Test
  void tellsTheCircumstancesOfWhatWasNotPlantedOnlyWhereTheFindingsAreNotAsDeclared() {
    Judgement judgement = new Judgement(Set.of(), Set.of(LOST));

    assertThat(
            judgement.problems(
                new Counted(List.of(new Count("LOST", "late", 1))), anomaly -> "; at noon"))
        .isEmpty();
    assertThat(judgement.problems(new None(), anomaly -> "; at noon"))
        .hasSize(2)
        .last()
        .isEqualTo("LOST late late:0@7#0; at noon");
  }

  @Test
  void leavesAsideWhatWasSlowUnlessItIsCounted() {
    Anomaly late = Anomaly.of("LATE", "late", 0, 7, 0);
    Anomaly stalled = Anomaly.of("STALLED", "late", 0, 9, 0);
    Judgement judgement = new Judgement(Set.of(LOST), Set.of(LOST, late, stalled));

    assertThat(judgement.problems(new Injected())).isEmpty();
    assertThat(new Judgement(Set.of(), Set.of(late, stalled)).problems(new None())).isEmpty();
    assertThat(judgement.listing()).containsExactly(LOST.line());
    List<Count> slow = List.of(new Count("LATE", "late", 1), new Count("LOST", "late", 1));
    assertThat(judgement.problems(new Counted(slow)))
        .containsOnly("1 findings of STALLED at late, where 0 were declared");
  }

  @Test
  void noticesThatAnotherStageIsBlamed() {
    Anomaly elsewhere = Anomaly.of("LOST", "route", 0, 7, 0);

    assertThat(new Judgement(Set.of(LOST), Set.of(elsewhere)).misblamed()).isOne();
    assertThat(new Judgement(Set.of(LOST), Set.of(PHANTOM)).misblamed()).isZero();
  }
}
