package io.streamproof.verification.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SequenceInvariantsTests {
  private static List<String> windows(int numbers) {
    List<String> windows = new ArrayList<>();
    for (int number = 1; number <= numbers; number++) {
      String window =
          "{\"window\":[%s,%s,%s,%s]}"
              .formatted(
                  Math.max(0, number - 3),
                  Math.max(0, number - 2),
                  Math.max(0, number - 1),
                  number);
      for (int copy = 0; copy < (number % 12 == 0 ? 3 : 1); copy++) {
        windows.add(window);
      }
    }
    return windows;
  }

  private static List<String> broken(List<String> windows, long events) {
    return SequenceInvariants.broken(Map.of("a", windows), events);
  }

  @Test
  void holdsForWindowsWithoutAGap() {
    assertThat(broken(windows(30), 30)).isEmpty();
    assertThat(broken(windows(24), 24)).isEmpty();
    assertThat(SequenceInvariants.broken(Map.of("a", windows(5), "b", windows(7)), 12)).isEmpty();
  }

  @Test
  void seesWhatIsMissingDoubledOrReordered() {
    List<String> missing = windows(30);
    missing.remove(6);
    List<String> doubled = windows(30);
    doubled.add(7, doubled.get(6));
    List<String> reordered = windows(30);
    reordered.add(6, reordered.remove(7));

    assertThat(broken(missing, 30)).isNotEmpty();
    assertThat(broken(doubled, 30)).isNotEmpty();
    assertThat(broken(reordered, 30)).isNotEmpty();
  }

  @Test
  void seesLostStateAndALostCopyAndALostEnd() {
    List<String> forgotten = windows(30);
    forgotten.set(6, "{\"window\":[0,0,0,7]}");
    List<String> twice = windows(24);
    twice.remove(twice.size() - 1);

    assertThat(broken(forgotten, 30)).first().asString().contains("[4,5,6,7]} has to stand");
    assertThat(broken(twice, 24)).isNotEmpty();
    assertThat(broken(windows(29), 30)).singleElement().asString().contains("30 were sent");
  }
}
