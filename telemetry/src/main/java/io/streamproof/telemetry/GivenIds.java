package io.streamproof.telemetry;

import io.opentelemetry.sdk.trace.IdGenerator;
import io.streamproof.pipeline.record.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * Gives the next span of a thread the ids that were set for it, and every other one random ids. The
 * SDK asks for a span's ids on the thread that starts it.
 */
final class GivenIds implements IdGenerator {
  private static final ThreadLocal<@Nullable TraceContext> NEXT = new ThreadLocal<>();

  private final IdGenerator otherwise = IdGenerator.random();

  void set(TraceContext ids) {
    NEXT.set(ids);
  }

  /** What was set on this thread; null: nothing. */
  @Nullable TraceContext next() {
    return NEXT.get();
  }

  void clear() {
    NEXT.remove();
  }

  @Override
  public String generateSpanId() {
    TraceContext ids = NEXT.get();
    return ids == null ? otherwise.generateSpanId() : ids.spanId();
  }

  @Override
  public String generateTraceId() {
    TraceContext ids = NEXT.get();
    return ids == null ? otherwise.generateTraceId() : ids.traceId();
  }
}
