package io.streamproof.ingest.event;

import io.streamproof.pipeline.record.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * An event whose attributes keep the rules of CloudEvents 1.0.
 *
 * @param timeMillis its own time, epoch milliseconds; null if it has none
 * @param data the payload as the client sent it, in UTF-8; not yet known to be JSON
 * @param trace the trace that it says it continues (CloudEvents distributed tracing); null: none
 * @param traceState the vendors' part of W3C Trace Context, only beside a trace
 */
public record CloudEvent(
    String id,
    String source,
    String type,
    @Nullable Long timeMillis,
    byte[] data,
    @Nullable TraceContext trace,
    @Nullable String traceState) {}
