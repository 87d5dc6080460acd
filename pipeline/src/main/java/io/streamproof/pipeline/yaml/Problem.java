package io.streamproof.pipeline.yaml;

/** What is wrong in a file, where (line from 1), and how to mend it. */
public record Problem(String file, int line, String what, String mend) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + what + " (" + mend + ")";
  }
}
