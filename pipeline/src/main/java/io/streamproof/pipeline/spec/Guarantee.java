package io.streamproof.pipeline.spec;

/** What a stage promises about its outputs when it crashes. */
public enum Guarantee {
  /** Each emission is in the output exactly once. */
  EXACTLY_ONCE,
  /** An emission may be repeated, and never changed: only for operators that keep no state. */
  AT_LEAST_ONCE
}
