package io.streamproof.verification.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EveryPairTests {
  private static final int STACKS = 7;
  private static final PipelineSpecification PIPELINE =
      SpecificationReader.parse(
          "p.yml",
          """
          name: p
          stages:
            - {name: late, filter: data.delay > 15}
            - {name: kept, filter: data.delay > 30}
          """,
          null);

  @Test
  void walksEachPairOnce() {
    for (int things = 1; things < 30; things++) {
      List<Integer> walk = Circuit.of(things, new Random(things));
      Set<List<Integer>> pairs = new HashSet<>();
      for (int i = 1; i < walk.size(); i++) {
        pairs.add(walk.subList(i - 1, i + 1));
      }
      assertThat(walk).hasSize(things * things + 1);
      assertThat(pairs).hasSize(things * things);
    }
  }

  @Test
  void hasEachPairOfKindsOnOneStack() {
    for (long seed = 0; seed < 20; seed++) {
      List<String> pairs = new ArrayList<>();
      for (int stack = 1; stack <= STACKS; stack++) {
        List<Operation> chain = chain(EveryPair.of(PIPELINE, seed, stack, STACKS));
        for (int i = 1; i < chain.size(); i++) {
          pairs.add(kind(chain.get(i - 1)) + " > " + kind(chain.get(i)));
        }
      }
      int kinds = Way.values().length;
      assertThat(pairs).hasSize(kinds * kinds).doesNotHaveDuplicates();
    }
  }

  @Test
  void beginsEachWhileTheOneBeforeHealsAndWhenTheOneBeforeThatIsDone() {
    List<Operation> all = EveryPair.of(PIPELINE, 1, 2, STACKS).all();

    for (int i = 2; i < all.size(); i++) {
      assertThat(((Trigger.All) all.get(i).when()).triggers())
          .contains(
              new Trigger.Healing(all.get(i - 1).name()), new Trigger.After(all.get(i - 2).name()));
    }
  }

  @Test
  void leavesItToTheFirstToWaitForInput() {
    List<Operation> all = EveryPair.of(PIPELINE, 1, 2, STACKS).all();

    assertThat(all.get(0).when()).isEqualTo(new Trigger.Arrived(1_000));
    assertThat(all.get(1).when()).isEqualTo(new Trigger.Healing(all.get(0).name()));
    assertThat(all.subList(2, all.size()))
        .allSatisfy(each -> assertThat(((Trigger.All) each.when()).triggers()).hasSize(2));
  }

  @Test
  void scalesByOneInstanceAtATimeAndNeverBelowOne() {
    for (long seed = 0; seed < 50; seed++) {
      Map<String, Integer> instances = new HashMap<>(Map.of("late", 1, "kept", 1));
      for (Operation operation : EveryPair.of(PIPELINE, seed, 1, 1).all()) {
        if (operation.action() instanceof Action.Scale scale) {
          int before = instances.put(scale.target(), scale.instances());
          assertThat(scale.instances()).isPositive();
          if (!operation.name().startsWith("at-first")) {
            assertThat(Math.abs(scale.instances() - before)).isOne();
          }
        }
      }
    }
  }

  private static List<Operation> chain(Operations operations) {
    return operations.all().stream()
        .filter(operation -> !operation.name().startsWith("at-first"))
        .toList();
  }

  /** Without number and target. */
  private static String kind(Operation operation) {
    int target = operation.action().target().length();
    return operation.name().substring(4, operation.name().length() - target - 1);
  }
}
