package io.streamproof.ingest.upload;

import java.util.List;

/**
 * What came of an upload. Lists hold the first lines only; the counts say how many there are.
 *
 * @param lines read, blank ones included
 * @param uncertain lines that may or may not have been accepted
 */
public record UploadReport(
    Ending ending,
    String detail,
    long lines,
    long accepted,
    List<RejectedLine> rejected,
    long rejectedCount,
    List<Long> uncertain,
    long uncertainCount) {

  /** A line that was not accepted, and why. */
  public record RejectedLine(long line, String detail) {}

  /** Why reading ended. */
  public enum Ending {
    /** The upload was read to its end, and the outcome of every line is certain. */
    COMPLETE,
    /** It broke off on its way here. */
    BROKEN_OFF,
    /** It came too slowly, and was cut off here. */
    TOO_SLOW,
    /** The brokers refused a line. */
    UNAVAILABLE,
    /** Some lines may or may not have been accepted. */
    UNCERTAIN
  }
}
