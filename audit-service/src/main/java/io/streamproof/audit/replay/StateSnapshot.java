package io.streamproof.audit.replay;

/** The state of a stage's reference before {@code nextOffset} of a source partition. */
public record StateSnapshot(
    short stageId, int partition, long nextOffset, String specification, byte[] state) {}
