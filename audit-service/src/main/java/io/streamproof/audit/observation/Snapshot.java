package io.streamproof.audit.observation;

/** The reference's state before {@code nextOffset} of a source partition of a stage. */
public record Snapshot(
    short stageId, int partition, long nextOffset, String specification, byte[] state) {}
