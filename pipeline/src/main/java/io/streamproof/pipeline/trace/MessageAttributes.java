package io.streamproof.pipeline.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of spans, gathered one by one; an attribute of which nothing is known is left out.
 */
final class MessageAttributes {
  /** A key may be of 64 KiB, and spans wait in memory. */
  static final int LONGEST_TEXT = 1_024;

  private final AttributesBuilder attributes = Attributes.builder();

  MessageAttributes(String operation, String pipeline) {
    attributes
        .put(SpanKeys.SYSTEM, SpanKeys.KAFKA)
        .put(SpanKeys.OPERATION_NAME, operation)
        .put(SpanKeys.OPERATION_TYPE, operation)
        .put(SpanKeys.PIPELINE, pipeline);
  }

  MessageAttributes stage(String stage) {
    attributes.put(SpanKeys.STAGE, stage);
    return this;
  }

  MessageAttributes group(String group) {
    attributes.put(SpanKeys.CONSUMER_GROUP, group);
    return this;
  }

  MessageAttributes failure(@Nullable Failure failure) {
    if (failure != null) {
      attributes.put(SpanKeys.ERROR_TYPE, failure.type());
    }
    return this;
  }

  /** A record as it stands in a topic, or is to stand there. */
  MessageAttributes of(SourceRecord record) {
    Origin origin = record.origin();
    if (record.offset() >= 0) {
      attributes.put(SpanKeys.OFFSET, record.offset());
    }
    return message(
        record.topic(),
        record.partition(),
        record.key(),
        record.value(),
        record.header(HeaderNames.ID),
        origin);
  }

  /** A record on its way into a topic. */
  MessageAttributes of(OutputRecord output) {
    return message(
        output.topic(),
        output.partition(),
        output.key(),
        output.value(),
        output.attributes().id(),
        output.origin());
  }

  Attributes build() {
    return attributes.build();
  }

  private MessageAttributes message(
      String topic,
      int partition,
      byte @Nullable [] key,
      byte @Nullable [] value,
      byte @Nullable [] id,
      @Nullable Origin origin) {
    attributes.put(SpanKeys.DESTINATION, topic).put(SpanKeys.PARTITION, String.valueOf(partition));
    if (key != null) {
      attributes.put(SpanKeys.KEY, text(key));
    }
    if (value == null) {
      attributes.put(SpanKeys.TOMBSTONE, true);
    }
    if (id != null) {
      attributes.put(SpanKeys.MESSAGE_ID, text(id));
    }
    if (origin != null) {
      attributes.put(SpanKeys.ORIGIN, origin.id());
      if (id == null) {
        attributes.put(SpanKeys.MESSAGE_ID, origin.id());
      }
    }
    return this;
  }

  private static String text(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }
}
