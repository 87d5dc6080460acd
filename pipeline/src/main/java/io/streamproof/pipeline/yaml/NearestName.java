package io.streamproof.pipeline.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the name that was probably meant, by Levenshtein's distance. */
public final class NearestName {
  private static final int LONGEST = 100;

  private NearestName() {}

  /** How to mend a name that is none of the known ones. */
  public static String mend(String name, Collection<String> known) {
    String all = known.stream().map(k -> "\"" + k + "\"").collect(Collectors.joining(", "));
    return of(name, known)
        .map(nearest -> "did you mean \"" + nearest + "\"?")
        .orElse(known.isEmpty() ? "remove it" : "known are " + all);
  }

  /** The nearest of the known names, if it is near enough to be meant. */
  public static Optional<String> of(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = above[0];
      above[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = above[j];
        above[j] = Math.min(changed, Math.min(above[j], above[j - 1]) + 1);
      }
    }
    return above[b.length()];
  }
}
