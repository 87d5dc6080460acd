package io.streamproof.pipeline.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The problems found in one file so far: reading goes on behind each, so that all are told. */
public final class Problems {
  private final String file;
  private final List<Problem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  /** Adds what is wrong in a line (from 1), and its mend. */
  public void add(int line, String what, String mend) {
    found.add(new Problem(file, line, what, mend));
  }

  boolean any() {
    return !found.isEmpty();
  }

  /** All of them, in the order of the file's lines. */
  List<Problem> all() {
    return found.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
  }
}
