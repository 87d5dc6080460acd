package io.streamproof.ingest.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.streamproof.ingest.event.CloudEvent;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.trace.SpanKeys;
import io.streamproof.telemetry.MessagingMetrics;
import io.streamproof.telemetry.Traced;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which trace an event has, whether it is recorded, and how its sending then stands in it. */
class SourceTraceTests {
  private static final String PROBABILITY = "management.tracing.sampling.probability=";
  private static final PipelineSpecification PIPELINE =
      SpecificationReader.parse("p.yml", "name: p\nstages:\n  - {name: s, filter: 'true'}\n", null);
  private static final SpanContext NONE = SpanContext.getInvalid();
  private static final TraceContext OWN =
      new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "01");

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final MessagingMetrics metrics = new MessagingMetrics(registry);
  private @Nullable Traced traced;

  @AfterEach
  void close() {
    if (traced != null) {
      traced.close();
    }
  }

  @Test
  void beginsATraceForEachEventOfManyAndLinksItsRequest() {
    SourceTrace trace = traced("1.0");
    SpanContext request = request(TraceFlags.getSampled());

    MessageTrace one = trace.of(event(null), Arrival.amongOthers(request));
    MessageTrace other = trace.of(event(null), Arrival.amongOthers(request));

    assertThat(one.own().traceId())
        .isNotEqualTo(request.getTraceId())
        .isNotEqualTo(other.own().traceId());
    assertThat(one.own().sampled()).isTrue();
    assertThat(one.state()).isNull();
    SpanData span = sent(trace, one);
    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(span.getLinks()).extracting(link -> link.getSpanContext()).containsExactly(request);
  }

  @Test
  void goesOnWithTheRequestOfASingleEvent() {
    SourceTrace trace = traced("0.0");
    SpanContext request = request(TraceFlags.getSampled());

    MessageTrace message = trace.of(event(null), Arrival.alone(request));

    assertThat(message.own().traceId()).isEqualTo(request.getTraceId());
    assertThat(message.own().sampled()).isTrue();
    assertThat(message.state()).isEqualTo("a=1,b=2");
    SpanData span = sent(trace, message);
    assertThat(span.getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(span.getLinks()).isEmpty();
  }

  @Test
  void goesOnWithTheTraceThatTheEventNamesAndLinksItsRequest() {
    SourceTrace trace = traced("0.0");
    SpanContext request = request(TraceFlags.getDefault());

    MessageTrace message = trace.of(event(OWN), Arrival.alone(request));

    assertThat(message.own().traceId()).isEqualTo(OWN.traceId());
    assertThat(message.state()).isEqualTo("own=1");
    SpanData span = sent(trace, message);
    assertThat(span.getParentSpanId()).isEqualTo(OWN.spanId());
    assertThat(span.getParentSpanContext().isRemote()).isTrue();
    assertThat(span.getLinks()).extracting(link -> link.getSpanContext()).containsExactly(request);
  }

  @Test
  void obeysAParentThatIsNotRecordedAndMakesNoSpanOfIt() {
    SourceTrace trace = traced("1.0");
    SpanContext request = request(TraceFlags.getDefault());

    MessageTrace message = trace.of(event(null), Arrival.alone(request));

    assertThat(message.own().traceId()).isEqualTo(request.getTraceId());
    assertThat(message.own().sampled()).isFalse();
    trace.begin(message, SourceTraceTests::unneeded).acknowledged(1);
    assertThat(Objects.requireNonNull(traced).spans()).isEmpty();
  }

  @Test
  void carriesOnWhatTheClientSaysAndRecordsNothingWhereNobodyTakesSpans() {
    Traced off = Traced.off();
    traced = off;
    SourceTrace trace = new SourceTrace(PIPELINE, off.tracer(), metrics);

    MessageTrace begun = trace.of(event(null), Arrival.amongOthers(NONE));
    MessageTrace goingOn = trace.of(event(OWN), Arrival.amongOthers(NONE));

    assertThat(begun.own().sampled()).isFalse();
    assertThat(goingOn.own().sampled()).isTrue();
    trace.begin(goingOn, SourceTraceTests::unneeded).acknowledged(1);
  }

  @Test
  void describesTheSendingAndWhereItsRecordStands() {
    SourceTrace trace = traced("1.0");
    MessageTrace message = trace.of(event(null), Arrival.amongOthers(NONE));

    SpanData span = sent(trace, message);

    assertThat(span.getName()).isEqualTo("send p.source");
    assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(span.getTraceId()).isEqualTo(message.own().traceId());
    assertThat(span.getSpanId()).isEqualTo(message.own().spanId());
    assertThat(span.getAttributes().get(SpanKeys.PIPELINE)).isEqualTo("p");
    assertThat(span.getAttributes().get(SpanKeys.DESTINATION)).isEqualTo("p.source");
    assertThat(span.getAttributes().get(SpanKeys.PARTITION)).isEqualTo("3");
    assertThat(span.getAttributes().get(SpanKeys.OFFSET)).isEqualTo(17);
    assertThat(span.getAttributes().get(SpanKeys.MESSAGE_ID)).isEqualTo("id-1");
    assertThat(span.getAttributes().get(SpanKeys.KEY)).isEqualTo("k");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getLinks()).isEmpty();
  }

  @Test
  void saysThatASendingFailed() {
    SourceTrace trace = traced("1.0");
    MessageTrace message = trace.of(event(null), Arrival.amongOthers(NONE));

    trace.begin(message, () -> record(message)).failed("unavailable", "no brokers");

    SpanData span = span();
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getStatus().getDescription()).isEqualTo("no brokers");
    assertThat(span.getAttributes().get(SpanKeys.ERROR_TYPE)).isEqualTo("unavailable");
    assertThat(span.getAttributes().get(SpanKeys.OFFSET)).isNull();
  }

  @Test
  void timesEverySendingByWhatBecameOfIt() {
    SourceTrace trace = traced("0.0");
    MessageTrace message = trace.of(event(null), Arrival.amongOthers(NONE));

    trace.begin(message, SourceTraceTests::unneeded).acknowledged(1);
    trace.begin(message, SourceTraceTests::unneeded).acknowledged(2);
    trace.begin(message, SourceTraceTests::unneeded).failed("uncertain", "no answer");

    assertThat(timer("none").count()).isEqualTo(2);
    assertThat(timer("none").totalTime(TimeUnit.NANOSECONDS)).isPositive();
    assertThat(timer("uncertain").count()).isEqualTo(1);
    assertThat(registry.get("messaging.client.sent.messages").functionCounter().count())
        .isEqualTo(2);
  }

  private Timer timer(String errorType) {
    return registry
        .get("messaging.client.operation.duration")
        .tag("messaging.destination.name", "p.source")
        .tag("error.type", errorType)
        .timer();
  }

  private SourceTrace traced(String probability) {
    Traced on = Traced.on(PROBABILITY + probability);
    traced = on;
    return new SourceTrace(PIPELINE, on.tracer(), metrics);
  }

  private SpanData sent(SourceTrace trace, MessageTrace message) {
    trace.begin(message, () -> record(message)).acknowledged(17);
    return span();
  }

  private SpanData span() {
    return Objects.requireNonNull(traced).span("send p.source");
  }

  private static SourceRecord record(MessageTrace trace) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(HeaderNames.TRACEPARENT, trace.own().toBytes());
    headers.add(HeaderNames.ID, "id-1".getBytes(UTF_8));
    return new SourceRecord(
        "p.source", 3, -1, 5, "k".getBytes(UTF_8), "{}".getBytes(UTF_8), headers);
  }

  private static SourceRecord unneeded() {
    throw new AssertionError("of a record that is not recorded nothing is asked");
  }

  private static SpanContext request(TraceFlags flags) {
    return SpanContext.create(
        "1".repeat(32),
        "2".repeat(16),
        flags,
        TraceState.builder().put("b", "2").put("a", "1").build());
  }

  private static CloudEvent event(@Nullable TraceContext own) {
    return new CloudEvent(
        "id-1", "/s", "t", null, "{}".getBytes(UTF_8), own, own == null ? null : "own=1");
  }
}
