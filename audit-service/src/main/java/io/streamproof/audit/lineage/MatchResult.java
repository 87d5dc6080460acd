package io.streamproof.audit.lineage;

/** Whether what stands in a topic is what the reference execution gives. */
public enum MatchResult {
  TRUE,
  FALSE,
  UNKNOWN
}
