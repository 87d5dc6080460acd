package io.streamproof.audit.monitor;

/**
 * A stage that commits nothing of a source partition though records wait there. As long as it is at
 * the same offset it is one and the same stall, whichever instance sees it.
 *
 * @param offset that it has committed
 */
public record Stall(String stage, int partition, long offset) {}
