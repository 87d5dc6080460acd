package io.streamproof.audit.reconciliation;

/**
 * How far the audit has read a partition.
 *
 * @param next the offset to read next
 * @param lastRecord the offset of the last record read; -1: none
 */
public record ReadProgress(long start, long next, long lastRecord) {
  public static final ReadProgress NONE = new ReadProgress(0, 0, -1);
}
