package io.streamproof.audit.watch;

/**
 * A stage that commits nothing of a source partition though records wait there. As long as it
 * stands at the same offset it is one and the same stall, whoever sees it.
 *
 * @param offset that it has committed
 */
public record Stall(String stage, int partition, long offset) {}
