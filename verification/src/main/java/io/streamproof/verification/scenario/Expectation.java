package io.streamproof.verification.scenario;

import io.streamproof.verification.stack.Report.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What has to come out of a scenario.
 *
 * @param results compared with those of an undisturbed run; null: they are not
 * @param check an independent check of the results; null: none
 */
record Expectation(
    Verdict verdict,
    ExpectedFindings findings,
    @Nullable Equality results,
    @Nullable ResultCheck check) {}
