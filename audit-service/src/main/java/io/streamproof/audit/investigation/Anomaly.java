package io.streamproof.audit.investigation;

import io.streamproof.audit.finding.Kind;
import io.streamproof.pipeline.stage.OutputRecord;
import org.jspecify.annotations.Nullable;

/** What is wrong with one emission. */
record Anomaly(
    Kind kind,
    Emission emission,
    @Nullable OutputRecord expected,
    @Nullable Copy observed,
    String detail) {}
