package io.streamproof.audit.report;

/**
 * A partition of a stage's source.
 *
 * @param consumedThrough the offset below which the audit has read all
 * @param provenThrough the offset below which all is proven right
 */
public record ReportPartition(int partition, long consumedThrough, long provenThrough) {}
