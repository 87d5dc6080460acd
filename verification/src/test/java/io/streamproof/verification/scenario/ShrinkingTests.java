package io.streamproof.verification.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.verification.fault.Action;
import io.streamproof.verification.fault.Operation;
import io.streamproof.verification.fault.Operations;
import io.streamproof.verification.fault.Trigger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ShrinkingTests {
  private static final Trigger AT_FIRST = new Trigger.Arrived(1);

  private static Operation operation(String name, Trigger when) {
    return new Operation(name, when, new Action.Kill("broker", Duration.ZERO));
  }

  private static Set<String> names(Operations operations) {
    return new TreeSet<>(operations.all().stream().map(Operation::name).toList());
  }

  /** What is left of operations that fail as long as these are among them. */
  private static Set<String> shrunk(Set<String> needed, Operation... all) {
    Shrinking shrinking = new Shrinking(fewer -> names(fewer).containsAll(needed));
    return names(shrinking.of(new Operations(Arrays.asList(all))));
  }

  @Test
  void leavesOutWhatIsNotNeeded() {
    Operation[] all = {
      operation("a", AT_FIRST), operation("b", AT_FIRST), operation("c", AT_FIRST)
    };

    assertThat(shrunk(Set.of("b"), all)).containsExactly("b");
    assertThat(shrunk(Set.of("a", "c"), all)).containsExactly("a", "c");
    assertThat(shrunk(Set.of("a", "b", "c"), all)).containsExactly("a", "b", "c");
    assertThat(shrunk(Set.of(), all)).isEmpty();
  }

  @Test
  void keepsWhatOneThatIsNeededRefersTo() {
    for (Trigger to :
        List.of(
            new Trigger.During("a"),
            new Trigger.Healing("a"),
            new Trigger.After("a"),
            new Trigger.All(List.of(AT_FIRST, new Trigger.Healing("a"))))) {
      assertThat(shrunk(Set.of("b"), operation("a", AT_FIRST), operation("b", to)))
          .as(to.toString())
          .containsExactly("a", "b");
    }
  }

  @Test
  void leavesOutOneAfterTheOtherThatRefersToIt() {
    assertThat(
            shrunk(
                Set.of("c"),
                operation("a", AT_FIRST),
                operation("b", new Trigger.During("a")),
                operation("c", AT_FIRST)))
        .containsExactly("c");
  }
}
