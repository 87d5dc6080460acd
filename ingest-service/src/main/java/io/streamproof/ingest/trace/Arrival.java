package io.streamproof.ingest.trace;

import io.opentelemetry.api.trace.SpanContext;

/**
 * How an event came.
 *
 * @param request the span of the request that brought it; invalid: there is none
 * @param alone whether the request was for this event only, so that its trace goes on with it
 */
public record Arrival(SpanContext request, boolean alone) {

  /** As the one event of a request. */
  public static Arrival alone(SpanContext request) {
    return new Arrival(request, true);
  }

  /** As one of a batch's or an upload's events, each of which has a trace of its own. */
  public static Arrival amongOthers(SpanContext request) {
    return new Arrival(request, false);
  }
}
