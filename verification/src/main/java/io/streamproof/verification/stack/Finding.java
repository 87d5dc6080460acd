package io.streamproof.verification.stack;

import org.jspecify.annotations.Nullable;

/**
 * One anomaly that the audit has found.
 *
 * @param origin of the emission it is about; null where there is none
 */
public record Finding(
    String id,
    String kind,
    String stage,
    @Nullable String origin,
    @Nullable String traceId,
    @Nullable String detail,
    @Nullable Links links) {

  /**
   * Where to read on.
   *
   * @param lineage the path of the call that tells how the record came to be; null: there is none
   */
  public record Links(@Nullable String lineage) {}
}
