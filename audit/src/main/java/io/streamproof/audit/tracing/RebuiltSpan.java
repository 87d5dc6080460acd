package io.streamproof.audit.tracing;

import io.opentelemetry.api.common.Attributes;
import io.streamproof.pipeline.trace.Failure;
import io.streamproof.pipeline.trace.MessageSpan;
import org.jspecify.annotations.Nullable;

/**
 * A span that is rebuilt from the topics. It is a function of what they hold, and of nothing that
 * changes: rebuilt twice it is the same to the last byte, and so the same to who keeps it.
 *
 * @param service whose work it is
 * @param atMicros when it was, epoch microseconds; the topics know no durations
 * @param event what happened in it
 * @param error why its status is ERROR; null: it is not
 */
public record RebuiltSpan(
    MessageSpan message,
    String service,
    long atMicros,
    @Nullable Event event,
    @Nullable String error) {

  /** An event of a span, at its time. */
  public record Event(String name, Attributes attributes) {}

  /** A step of a message. */
  static RebuiltSpan of(MessageSpan message, String service, long atMicros) {
    Failure failure = message.failure();
    return failure == null
        ? new RebuiltSpan(message, service, atMicros, null, null)
        : new RebuiltSpan(
            message,
            service,
            atMicros,
            new Event(Failure.EVENT, failure.attributes()),
            failure.message());
  }
}
