package io.streamproof.audit.investigation;

/**
 * What investigating one pipeline may take.
 *
 * @param blocks that a step investigates at most
 * @param memoryBytes that an investigation may keep of what it reads
 */
public record InvestigationLimits(int blocks, long memoryBytes) {}
