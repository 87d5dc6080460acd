package io.streamproof.operator.fault;

import io.streamproof.pipeline.record.HeaderNames;
import org.apache.kafka.common.header.Headers;

/** Takes the trace context out of headers. */
final class Untraced {
  private Untraced() {}

  static Headers of(Headers headers) {
    return headers.remove(HeaderNames.TRACEPARENT).remove(HeaderNames.TRACESTATE);
  }
}
