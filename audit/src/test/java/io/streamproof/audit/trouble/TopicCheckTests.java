package io.streamproof.audit.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.support.Examples;
import io.streamproof.audit.trouble.Trouble.Effect;
import io.streamproof.pipeline.kafka.TopicProblem;
import io.streamproof.pipeline.kafka.TopicProblem.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicCheckTests {
  private final List<TopicProblem> problems = new ArrayList<>();
  private final TroubleLog troubles = new TroubleLog();
  private boolean isAway;
  private final TopicCheck check = new TopicCheck(List.of(Examples.shop()), this::survey, troubles);

  @ParameterizedTest
  @CsvSource({
    "MISSING, OUTAGE",
    "FORBIDDEN, OUTAGE",
    "PARTITIONS, OUTAGE",
    "COMPACTION, REMOVAL",
    "SETTING, DOUBT",
    "RISK,",
    "UNREADABLE,"
  })
  void eachKindOfProblemHasItsEffect(Kind kind, @Nullable Effect effect) {
    problems.add(problem(kind));
    check.step();
    assertThat(troubles.of("shop")).extracting(Trouble::effect).isEqualTo(asList(effect));
    assertThat(troubles.isSound("shop")).isEqualTo(effect == null);
    assertThat(troubles.isUsable("shop")).isEqualTo(effect != Effect.OUTAGE);
    assertThat(troubles.removal("shop").isPresent()).isEqualTo(effect == Effect.REMOVAL);
  }

  @Test
  void saysWhatIsWrongAndWhatToDo() {
    problems.add(problem(Kind.SETTING));
    check.step();
    assertThat(troubles.of("shop")).extracting(Trouble::what).containsExactly("it is odd; mend it");
    assertThat(troubles.of("other")).isEmpty();
  }

  @Test
  void forgetsWhatWasMended() {
    problems.add(problem(Kind.COMPACTION));
    check.step();
    problems.clear();
    check.step();
    assertThat(troubles.of("shop")).isEmpty();
  }

  @Test
  void keepsWhatItFoundLastWhileBrokersDoNotAnswer() {
    problems.add(problem(Kind.COMPACTION));
    check.step();
    problems.clear();
    isAway = true;
    check.step();
    assertThat(troubles.of("shop")).hasSize(1);
  }

  @Test
  void beginsWithoutThePipelineWhoseTopicsAreNotServed() throws InterruptedException {
    AuditedPipeline other =
        Examples.audited(
            "other.yml", "name: other\npartitions: 1\nstages: [{name: all, filter: 'true'}]\n");
    TopicCheck both = new TopicCheck(List.of(other, Examples.shop()), this::survey, troubles);
    problems.add(problem(Kind.SETTING));
    both.begin(
        topics -> {
          if (topics.containsKey("other.source")) {
            throw new KafkaException("no leader");
          }
          return survey(topics);
        },
        Duration.ofMinutes(1),
        Duration.ZERO);
    assertThat(troubles.of("other"))
        .singleElement()
        .matches(trouble -> trouble.effect() == Effect.OUTAGE)
        .matches(trouble -> trouble.what().contains("no leader"));
    assertThat(troubles.of("shop")).extracting(Trouble::effect).containsExactly(Effect.DOUBT);

    both.step();
    assertThat(troubles.of("other")).isEmpty();
  }

  @Test
  void bearsAChangeOfLeadersAndNoLongerAbsence() {
    problems.add(problem(Kind.UNSERVED));
    check.step();
    assertThat(troubles.of("shop")).isEmpty();
    check.step();
    assertThat(troubles.of("shop")).extracting(Trouble::effect).containsExactly(Effect.OUTAGE);
    check.step();
    assertThat(troubles.of("shop")).hasSize(1);
    problems.clear();
    check.step();
    problems.add(problem(Kind.UNSERVED));
    check.step();
    assertThat(troubles.of("shop")).isEmpty();
  }

  @Test
  void doesNotBeginWithoutBrokers() {
    isAway = true;
    assertThatThrownBy(() -> check.begin(this::survey, Duration.ZERO, Duration.ofMinutes(1)))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("no brokers");
  }

  private List<TopicProblem> survey(Map<String, Integer> topics) {
    if (isAway) {
      throw new KafkaException("no brokers");
    }
    return topics.containsKey("shop.source") ? List.copyOf(problems) : List.of();
  }

  private static List<Effect> asList(@Nullable Effect effect) {
    return effect == null ? List.of() : List.of(effect);
  }

  private static TopicProblem problem(Kind kind) {
    return new TopicProblem("shop.source", kind, "it is odd", "mend it");
  }
}
