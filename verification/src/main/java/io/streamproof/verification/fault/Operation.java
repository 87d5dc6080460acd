package io.streamproof.verification.fault;

/**
 * A process fault.
 *
 * @param name unique among the operations of a run; others refer to it
 */
public record Operation(String name, Trigger when, Action action) {}
