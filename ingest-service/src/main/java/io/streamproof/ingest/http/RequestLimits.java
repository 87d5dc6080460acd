package io.streamproof.ingest.http;

import io.streamproof.ingest.upload.PacedInput.LeastRate;
import java.time.Duration;

/**
 * The bounds of requests, and what clients hear when the service is unavailable.
 *
 * @param maxEventBytes of a binary event's body
 * @param maxBatchBytes of a batch's body, or a structured event's
 * @param maxMemoryBytes of all such bodies at once
 * @param maxUploads at once
 * @param retryAfter what clients are told
 * @param leastRate at which bodies have to come
 */
public record RequestLimits(
    int maxEventBytes,
    int maxBatchBytes,
    long maxMemoryBytes,
    int maxUploads,
    Duration retryAfter,
    LeastRate leastRate) {}
