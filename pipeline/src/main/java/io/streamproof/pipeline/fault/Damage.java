package io.streamproof.pipeline.fault;

/** How a value is corrupted. */
public enum Damage {
  /**
   * The first member, in the order of the object, that is a boolean, a number or a text becomes
   * another: {@code true} is {@code false}, a number one more, a text has another first character
   * (an empty one becomes {@code "x"}). Of a value that has no such member, or is no object, the
   * last byte's lowest bit is flipped.
   */
  FLIP,
  /** Only the first half of its bytes is sent, rounded down. */
  TRUNCATE,
  /**
   * The first member of the object that is a number becomes ten times as large, 0 becomes 1; where
   * there is none, as {@link #FLIP}.
   */
  NUMBER
}
