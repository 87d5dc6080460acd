package io.streamproof.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.ingest.event.CloudEvent;
import io.streamproof.ingest.event.RejectedException;
import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.event.Utf8Json;
import io.streamproof.ingest.trace.Arrival;
import io.streamproof.ingest.trace.MessageTrace;
import io.streamproof.ingest.trace.SourceTrace;
import io.streamproof.pipeline.expression.EvaluationException;
import io.streamproof.pipeline.expression.Expression;
import io.streamproof.pipeline.record.ArrivalTime;
import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Partitioner;
import io.streamproof.pipeline.record.UnreadableException;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Clock;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of events as a pipeline's specification says: key, time, partition, trace. An event
 * of which no record can be made is the client's to mend.
 */
final class SourceRecords {
  private static final int MAX_KEY_BYTES = 64 << 10;
  private static final long LAST_TIME = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
  private static final byte[] SPEC_VERSION = "1.0".getBytes(UTF_8);
  private static final byte[] JSON = "application/json".getBytes(UTF_8);

  private final PipelineSpecification pipeline;
  private final String topic;
  private final int maxDataBytes;
  private final SourceTrace traces;
  private final Clock clock;

  SourceRecords(PipelineSpecification pipeline, int maxDataBytes, SourceTrace traces, Clock clock) {
    this.pipeline = pipeline;
    this.topic = pipeline.sourceTopic();
    this.maxDataBytes = maxDataBytes;
    this.traces = traces;
    this.clock = clock;
  }

  NewRecord of(CloudEvent event, Arrival arrival) throws RejectedException {
    if (event.data().length > maxDataBytes) {
      throw new RejectedException(
          Rejection.tooLarge("data is larger than " + maxDataBytes + " bytes"));
    }
    Utf8Json.check(event.data());
    try {
      return record(event, arrival);
    } catch (UnreadableException | EvaluationException e) {
      throw new RejectedException(Rejection.invalid(String.valueOf(e.getMessage())));
    }
  }

  private NewRecord record(CloudEvent event, Arrival arrival) throws RejectedException {
    Long own = event.timeMillis();
    Event seen = event(event, own == null ? clock.millis() : own);
    seen.data();
    long time = time(seen);
    byte[] key = key(time == seen.time() ? seen : event(event, time));
    MessageTrace trace = traces.of(event, arrival);
    return new NewRecord(
        topic,
        Partitioner.ofKey(key == null ? event.id().getBytes(UTF_8) : key, pipeline.partitions()),
        time,
        key,
        event.data(),
        headers(event, time, trace),
        event.id(),
        trace);
  }

  private long time(Event event) throws RejectedException {
    Expression expression = pipeline.source().time();
    long time = expression == null ? event.time() : expression.time(event);
    if (time < 0 || time > LAST_TIME) {
      throw new RejectedException(
          Rejection.invalid("the event's time is outside of the years 1970 to 9999"));
    }
    return time;
  }

  private byte @Nullable [] key(Event event) throws RejectedException {
    Expression expression = pipeline.source().key();
    byte[] key = expression == null ? null : expression.key(event);
    if (key != null && key.length > MAX_KEY_BYTES) {
      throw new RejectedException(
          Rejection.invalid(expression + " gives a key of more than " + MAX_KEY_BYTES + " bytes"));
    }
    return key;
  }

  private static Event event(CloudEvent event, long time) {
    return new Event(event.id(), event.source(), event.type(), time, null, event.data());
  }

  private Headers headers(CloudEvent event, long time, MessageTrace trace) {
    Headers headers = new RecordHeaders();
    headers.add(HeaderNames.TRACEPARENT, trace.own().toBytes());
    String state = trace.state();
    if (state != null) {
      headers.add(HeaderNames.TRACESTATE, state.getBytes(UTF_8));
    }
    headers.add(HeaderNames.SPEC_VERSION, SPEC_VERSION);
    headers.add(HeaderNames.ID, event.id().getBytes(UTF_8));
    headers.add(HeaderNames.SOURCE, event.source().getBytes(UTF_8));
    headers.add(HeaderNames.TYPE, event.type().getBytes(UTF_8));
    headers.add(HeaderNames.TIME, Instant.ofEpochMilli(time).toString().getBytes(UTF_8));
    headers.add(HeaderNames.CONTENT_TYPE, JSON);
    if (pipeline.pace().latencyMax() != null) {
      headers.add(HeaderNames.ARRIVED, ArrivalTime.write(clock.instant()));
    }
    return headers;
  }
}
