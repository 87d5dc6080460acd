package io.streamproof.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.opentelemetry.api.common.AttributeKey;
import io.streamproof.pipeline.trace.SpanKeys;

/**
 * Metrics of messages, by the names and attributes of OpenTelemetry's conventions for messaging,
 * 1.44.
 */
public final class MessagingMetrics {
  private static final String PROCESS_DURATION = "messaging.process.duration";
  private static final String OPERATION_DURATION = "messaging.client.operation.duration";
  private static final String SENT = "messaging.client.sent.messages";
  private static final String CONSUMED = "messaging.client.consumed.messages";

  private static final String PROCESS = "process";
  private static final String POLL = "poll";
  private static final String SEND = "send";

  private final MeterRegistry registry;

  public MessagingMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** How long a consumer group takes to process a topic's messages. */
  public OperationTimer processing(String topic, String group) {
    return new OperationTimer(
        PROCESS_DURATION,
        "How long a message is processed",
        of(PROCESS, topic).and(tag(SpanKeys.CONSUMER_GROUP, group)),
        registry);
  }

  /** How long it takes until the brokers have acknowledged a topic's messages. */
  public OperationTimer sending(String topic) {
    OperationTimer timer =
        new OperationTimer(
            OPERATION_DURATION,
            "How long a message takes until the brokers have acknowledged it",
            of(SEND, topic),
            registry);
    FunctionCounter.builder(SENT, timer, OperationTimer::succeededCount)
        .description("Messages that the brokers have acknowledged")
        .tags(of(SEND, topic))
        .register(registry);
    return timer;
  }

  /**
   * Counts the messages that are handed to a producer for a topic. Several writers of this process
   * to one topic share the counter.
   */
  public Counter sent(String topic) {
    return Counter.builder(SENT)
        .description("Messages handed to the producer")
        .tags(of(SEND, topic))
        .register(registry);
  }

  /** Counts a topic's messages that a consumer group has got. */
  public void consumed(String topic, String group, Counter messages) {
    FunctionCounter.builder(CONSUMED, messages, Counter::count)
        .description("Messages got from the consumer")
        .tags(of(POLL, topic).and(tag(SpanKeys.CONSUMER_GROUP, group)))
        .register(registry);
  }

  private static Tags of(String operation, String topic) {
    return Tags.of(SpanKeys.SYSTEM.getKey(), SpanKeys.KAFKA)
        .and(tag(SpanKeys.OPERATION_NAME, operation))
        .and(tag(SpanKeys.DESTINATION, topic));
  }

  private static Tags tag(AttributeKey<String> key, String value) {
    return Tags.of(key.getKey(), value);
  }
}
