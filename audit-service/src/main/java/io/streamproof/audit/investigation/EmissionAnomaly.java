package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.pipeline.stage.OutputRecord;
import org.jspecify.annotations.Nullable;

/** What is wrong with one emission. */
record EmissionAnomaly(
    FindingKind kind,
    EmissionKey emission,
    @Nullable OutputRecord expected,
    @Nullable ObservedRecord observed,
    String detail) {}
