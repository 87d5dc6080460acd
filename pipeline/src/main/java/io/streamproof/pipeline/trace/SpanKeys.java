package io.streamproof.pipeline.trace;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of spans: the names of OpenTelemetry's conventions for messaging, 1.44, and those
 * of our own, which stay outside of them.
 */
public final class SpanKeys {
  /** The value of {@link #SYSTEM}. */
  public static final String KAFKA = "kafka";

  public static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  public static final AttributeKey<String> OPERATION_NAME =
      AttributeKey.stringKey("messaging.operation.name");
  public static final AttributeKey<String> OPERATION_TYPE =
      AttributeKey.stringKey("messaging.operation.type");
  public static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");
  public static final AttributeKey<String> PARTITION =
      AttributeKey.stringKey("messaging.destination.partition.id");
  public static final AttributeKey<String> CONSUMER_GROUP =
      AttributeKey.stringKey("messaging.consumer.group.name");
  public static final AttributeKey<String> MESSAGE_ID =
      AttributeKey.stringKey("messaging.message.id");
  public static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
  public static final AttributeKey<String> KEY =
      AttributeKey.stringKey("messaging.kafka.message.key");
  public static final AttributeKey<Boolean> TOMBSTONE =
      AttributeKey.booleanKey("messaging.kafka.message.tombstone");
  public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  public static final AttributeKey<String> EXCEPTION_TYPE =
      AttributeKey.stringKey("exception.type");
  public static final AttributeKey<String> EXCEPTION_MESSAGE =
      AttributeKey.stringKey("exception.message");

  public static final AttributeKey<String> PIPELINE =
      AttributeKey.stringKey("streamproof.pipeline");
  public static final AttributeKey<String> STAGE = AttributeKey.stringKey("streamproof.stage");

  /** Of a sending, its record's origin; of a processing, that of the record processed. */
  public static final AttributeKey<String> ORIGIN = AttributeKey.stringKey("streamproof.origin");

  private SpanKeys() {}
}
