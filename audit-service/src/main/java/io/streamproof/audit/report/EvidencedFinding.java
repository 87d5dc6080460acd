package io.streamproof.audit.report;

import org.jspecify.annotations.Nullable;

/**
 * A finding with its evidence.
 *
 * @param expected the expected record as a JSON object; null: none is expected
 * @param observed the observed record, likewise; null: none is there
 */
public record EvidencedFinding(
    FindingSummary summary, @Nullable String expected, @Nullable String observed) {}
