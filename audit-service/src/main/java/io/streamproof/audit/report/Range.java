package io.streamproof.audit.report;

import java.time.Instant;

/**
 * A range of event time, without its end. The ledger keeps sums per minute, so a range takes in
 * every minute that it touches.
 */
public record Range(Instant from, Instant to) {
  public static final Range ALL = new Range(Instant.MIN, Instant.MAX);
  public static final Range NONE = new Range(Instant.MAX, Instant.MAX);
}
