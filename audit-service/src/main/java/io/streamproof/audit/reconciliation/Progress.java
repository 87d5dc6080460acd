package io.streamproof.audit.reconciliation;

/**
 * How far the audit has read a partition.
 *
 * @param next the offset to read next
 * @param lastRecord the offset of the last record read; -1: none
 */
public record Progress(long start, long next, long lastRecord) {
  public static final Progress NONE = new Progress(0, 0, -1);
}
