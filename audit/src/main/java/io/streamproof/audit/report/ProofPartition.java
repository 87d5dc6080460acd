package io.streamproof.audit.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A partition of a stage's source.
 *
 * @param offset below which all is proven right
 */
public record ProofPartition(int partition, @Nullable Instant provenThrough, long offset) {}
