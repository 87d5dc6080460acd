package io.streamproof.verification.sequence;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.JsonCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What holds for the windows of a key over the natural numbers, in the order of their topic, if
 * nothing was lost, doubled, reordered or altered and no state was lost:
 *
 * <ol>
 *   <li>each window has four values;
 *   <li>the first ends with 1; before 1 stand zeros;
 *   <li>each is the one before, shifted by one, with the next number at its end: no gap, no rewind;
 *   <li>one that ends with a multiple of twelve stands three times in a row, any other once;
 *   <li>over all keys, as many numbers have been seen as were sent.
 * </ol>
 *
 * Nothing here knows of the operator or of the reference execution.
 */
public final class SequenceInvariants {
  private static final int MOST = 20;

  private SequenceInvariants() {}

  /**
   * What the results break, a line each; empty if they hold.
   *
   * @param windowsByKey the JSON of each key's windows, in order
   * @param events how many numbers were sent
   */
  public static List<String> broken(Map<String, List<String>> windowsByKey, long events) {
    List<String> broken = new ArrayList<>();
    long seen = 0;
    for (Map.Entry<String, List<String>> key : windowsByKey.entrySet()) {
      seen += broken(key.getKey(), key.getValue(), broken);
    }
    if (seen != events) {
      broken.add("the windows end with %s numbers, where %s were sent".formatted(seen, events));
    }
    return broken.subList(0, Math.min(MOST, broken.size()));
  }

  /** Gives the last number. */
  private static long broken(String key, List<String> windows, List<String> broken) {
    long number = 0;
    int copies = 0;
    for (String window : windows) {
      if (number == 0 || copies == copies(number)) {
        number++;
        copies = 0;
      }
      copies++;
      if (!window.equals(window(number))) {
        broken.add("%s: %s, where %s has to stand".formatted(key, window, window(number)));
        return number;
      }
    }
    if (number > 0 && copies != copies(number)) {
      broken.add("%s: the last window stands %s times".formatted(key, copies));
    }
    return number;
  }

  private static int copies(long number) {
    return number % 12 == 0 ? 3 : 1;
  }

  private static String window(long number) {
    List<Object> values = new ArrayList<>();
    for (long value = number - 3; value <= number; value++) {
      values.add(Math.max(0, value));
    }
    return new String(JsonCodec.write(Map.of("window", values)), UTF_8);
  }
}
