package io.streamproof.pipeline.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.common.Attributes;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import org.jspecify.annotations.Nullable;

/**
 * Why a record could not be processed: what a dead letter tells, and no more, so that its span can
 * be rebuilt from it.
 *
 * @param type the exception's class
 */
public record Failure(String type, String message) {
  /** The name of the span event that tells of it. */
  public static final String EVENT = "exception";

  /** Of a stage's output; null if that is no dead letter. */
  public static @Nullable Failure of(OutputRecord output) {
    RuntimeException failure = output.failure();
    return failure == null
        ? null
        : new Failure(failure.getClass().getName(), OutputRecord.message(failure));
  }

  /** Of a record as it stands in a topic; null if it is no dead letter. */
  public static @Nullable Failure of(SourceRecord record) {
    byte[] type = record.header(HeaderNames.DEAD_LETTER_EXCEPTION);
    byte[] message = record.header(HeaderNames.DEAD_LETTER_MESSAGE);
    return type == null
        ? null
        : new Failure(new String(type, UTF_8), message == null ? "" : new String(message, UTF_8));
  }

  /** The attributes of its event. */
  public Attributes attributes() {
    return Attributes.of(SpanKeys.EXCEPTION_TYPE, type, SpanKeys.EXCEPTION_MESSAGE, message);
  }
}
