package io.streamproof.pipeline.record;

/** The names of the headers that records carry; see the contract. */
public final class HeaderNames {
  public static final String TRACEPARENT = "traceparent";
  public static final String TRACESTATE = "tracestate";
  public static final String ORIGIN = "streamproof-origin";

  /** See {@link ArrivalTime}; only in pipelines with a {@code latencyMax}. */
  public static final String ARRIVED = "streamproof-arrived";

  public static final String TYPE = "ce_type";
  public static final String SPEC_VERSION = "ce_specversion";
  public static final String ID = "ce_id";
  public static final String SOURCE = "ce_source";
  public static final String TIME = "ce_time";
  public static final String CONTENT_TYPE = "content-type";

  /** Spring's names for what a dead letter tells of its failure. */
  public static final String DEAD_LETTER_TOPIC = "kafka_dlt-original-topic";

  public static final String DEAD_LETTER_PARTITION = "kafka_dlt-original-partition";
  public static final String DEAD_LETTER_OFFSET = "kafka_dlt-original-offset";
  public static final String DEAD_LETTER_EXCEPTION = "kafka_dlt-exception-fqcn";
  public static final String DEAD_LETTER_MESSAGE = "kafka_dlt-exception-message";

  private HeaderNames() {}
}
