package io.streamproof.audit.report;

/**
 * The source topic.
 *
 * @param claimed events that ingest has acknowledged
 * @param observed events that are in the topic
 * @param lost acknowledged, but not in the topic
 * @param duplicated events that are there twice
 */
public record ReportSource(long claimed, long observed, long lost, long duplicated) {}
