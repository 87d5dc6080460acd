package io.streamproof.audit.report;

import java.time.Instant;

/**
 * A range of event time, without its end. The ledger keeps sums per minute, so a range takes in
 * every minute that it touches.
 */
public record TimeRange(Instant from, Instant to) {
  public static final TimeRange ALL = new TimeRange(Instant.MIN, Instant.MAX);
  public static final TimeRange NONE = new TimeRange(Instant.MAX, Instant.MAX);
}
