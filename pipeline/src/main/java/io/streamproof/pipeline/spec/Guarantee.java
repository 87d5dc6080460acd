package io.streamproof.pipeline.spec;

/** What a stage promises about its outputs when it crashes. */
public enum Guarantee {
  EXACTLY_ONCE,
  AT_LEAST_ONCE
}
