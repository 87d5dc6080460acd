package io.streamproof.pipeline.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A tentative state shows its own changes, and the state beneath none until they are accepted. */
class TentativeStateTests {
  private final MemoryState beneath = new MemoryState();
  private final TentativeState state = new TentativeState(beneath);

  @Test
  void showsChangesBeforeTheyAreAccepted() {
    beneath.put(bytes("a"), bytes("1"));
    beneath.put(bytes("b"), bytes("1"));
    state.put(bytes("b"), bytes("2"));
    state.put(bytes("c"), bytes("2"));
    state.delete(bytes("a"));

    assertThat(state.get(bytes("a"))).isNull();
    assertThat(state.get(bytes("b"))).isEqualTo(bytes("2"));
    assertThat(scan("a", "z")).containsExactly("b=2", "c=2");
    assertThat(beneath.get(bytes("a"))).isEqualTo(bytes("1"));
    assertThat(beneath.size()).isEqualTo(2);

    state.accept();

    assertThat(beneath.get(bytes("a"))).isNull();
    assertThat(beneath.get(bytes("b"))).isEqualTo(bytes("2"));
  }

  @Test
  void scansAsItWasWhenTheScanBegan() {
    state.put(bytes("a"), bytes("1"));
    state.put(bytes("b"), bytes("1"));
    List<String> seen = new ArrayList<>();

    state.scan(
        bytes("a"),
        bytes("z"),
        (key, value) -> {
          seen.add(new String(key, UTF_8));
          state.delete(bytes("b"));
          state.put(bytes("c"), bytes("1"));
        });

    assertThat(seen).containsExactly("a", "b");
    assertThat(scan("a", "z")).containsExactly("a=1", "c=1");
  }

  @Test
  void scansNothingOfARangeThatIsEmptyOrTurnedRound() {
    state.put(bytes("b"), bytes("1"));

    assertThat(scan("z", "a")).isEmpty();
    assertThat(scan("b", "b")).isEmpty();
    assertThat(state.failure()).isNull();
  }

  @Test
  void keepsWhatWasPutHoweverItsArraysAreUsedAfterwards() {
    byte[] key = bytes("a");
    byte[] value = bytes("1");
    state.put(key, value);
    key[0] = 'x';
    value[0] = 'x';
    byte[] got = state.get(bytes("a"));
    assertThat(got).isEqualTo(bytes("1"));
    state.accept();
    byte[] kept = beneath.get(bytes("a"));
    assertThat(kept).isEqualTo(bytes("1"));
  }

  @Test
  @SuppressWarnings("NullAway") // operators of others are not checked
  void blamesTheOperatorForANullKey() {
    assertThatNullPointerException().isThrownBy(() -> state.get(null));
    assertThat(state.failure()).isNull();
  }

  private List<String> scan(String from, String to) {
    List<String> seen = new ArrayList<>();
    state.scan(
        bytes(from),
        bytes(to),
        (key, value) -> seen.add(new String(key, UTF_8) + "=" + new String(value, UTF_8)));
    return seen;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
