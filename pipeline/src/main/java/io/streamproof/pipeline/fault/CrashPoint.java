package io.streamproof.pipeline.fault;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Where in its work a process is halted. */
public enum CrashPoint {
  /** The record is processed, its outputs are not sent. */
  BEFORE_SEND("before-send"),
  /** All is written, and nothing of it committed. */
  BEFORE_COMMIT("before-commit"),
  /** The commit has just been made; the process may not know yet. */
  AFTER_COMMIT("after-commit");

  /** Each by the word by which plans and scenarios call it. */
  public static final Map<String, CrashPoint> WORDS =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(CrashPoint::word, point -> point));

  private final String word;

  CrashPoint(String word) {
    this.word = word;
  }

  /** As plans and scenarios write it. */
  public String word() {
    return word;
  }
}
