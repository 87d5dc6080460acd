package io.streamproof.ingest.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.streamproof.pipeline.record.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * The trace of one event's record.
 *
 * @param own the ids and flags of its sending, which the record carries
 * @param parent what it continues; invalid: it begins here
 * @param linked what it came with without continuing it; invalid: nothing
 * @param state the vendors' part of what it continues; null: none
 */
public record MessageTrace(
    TraceContext own, SpanContext parent, SpanContext linked, @Nullable String state) {}
