package io.streamproof.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.trace.Failure;
import io.streamproof.pipeline.trace.MessageSpan;
import io.streamproof.pipeline.trace.SpanKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Spans as the services start them, through Spring Boot's own configuration. */
class TelemetryTests {
  private static final TraceContext RECORDED =
      new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "01");
  private static final String PARENT = "00f067aa0ba902b7";
  private static final TraceContext NOT_RECORDED =
      new TraceContext(RECORDED.traceId(), RECORDED.spanId(), "00");
  private static final String SAMPLER = "management.opentelemetry.tracing.sampler=";
  private static final String ALWAYS_OFF = SAMPLER + "always_off";
  private static final String ALWAYS_ON = SAMPLER + "always_on";
  private static final String PROBABILITY = "management.tracing.sampling.probability=";

  private final CollectedSpans collected = new CollectedSpans();

  @Test
  void haveTheIdsTheParentAndTheAttributesThatAreDescribed() {
    run((tracer, context) -> tracer.start(described(RECORDED)).end());

    SpanData span = collected.only();
    assertThat(span.getTraceId()).isEqualTo(RECORDED.traceId());
    assertThat(span.getSpanId()).isEqualTo(RECORDED.spanId());
    assertThat(span.getParentSpanId()).isEqualTo(PARENT);
    assertThat(span.getParentSpanContext().isRemote()).isTrue();
    assertThat(span.getName()).isEqualTo("process t");
    assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(span.getAttributes().get(SpanKeys.SYSTEM)).isEqualTo("kafka");
    assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.streamproof");
  }

  @Test
  void haveRandomIdsWhereNoneAreGiven() {
    run(
        (tracer, context) -> {
          tracer.start(described(RECORDED)).end();
          Span other =
              context.getBean(OpenTelemetry.class).getTracer("other").spanBuilder("o").startSpan();
          assertThat(other.getSpanContext().isValid()).isTrue();
          assertThat(other.getSpanContext().getSpanId()).isNotEqualTo(RECORDED.spanId());
          assertThat(other.getSpanContext().getTraceId()).isNotEqualTo(RECORDED.traceId());
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {ALWAYS_OFF, ALWAYS_ON})
  void obeyTheFlagOfTheirMessageWhateverIsConfiguredHere(String sampler) {
    run((tracer, context) -> tracer.start(described(NOT_RECORDED)).end(), sampler);
    assertThat(collected.all()).isEmpty();

    run((tracer, context) -> tracer.start(described(RECORDED)).end(), sampler);
    assertThat(collected.all()).hasSize(1);
  }

  @Test
  void areDecidedByRatioWhereATraceBegins() {
    SpanContext none = SpanContext.getInvalid();
    run((tracer, context) -> assertThat(recorded(tracer, none)).isZero(), PROBABILITY + "0.0");
    run((tracer, context) -> assertThat(recorded(tracer, none)).isEqualTo(1_000), ALWAYS_ON);
    run(
        (tracer, context) -> assertThat(recorded(tracer, none)).isBetween(200, 300),
        PROBABILITY + "0.25");
  }

  @Test
  void areDecidedByTheParentOfATraceThatGoesOn() {
    SpanContext recorded = described(RECORDED).context();
    SpanContext not = described(NOT_RECORDED).context();
    run((tracer, context) -> assertThat(recorded(tracer, not)).isZero(), PROBABILITY + "1.0");
    run(
        (tracer, context) -> assertThat(recorded(tracer, recorded)).isEqualTo(1_000),
        PROBABILITY + "0.0");
  }

  @Test
  void sayWhatTheyContinueAndWhatTheyCameWith() {
    SpanContext parent = described(RECORDED).parent();
    SpanContext request =
        SpanContext.create(
            "1".repeat(32), PARENT, TraceFlags.getSampled(), TraceState.getDefault());
    run((tracer, context) -> tracer.start(described(RECORDED), parent, request).end());

    SpanData span = collected.only();
    assertThat(span.getSpanId()).isEqualTo(RECORDED.spanId());
    assertThat(span.getParentSpanId()).isEqualTo(PARENT);
    assertThat(span.getLinks())
        .singleElement()
        .satisfies(link -> assertThat(link.getSpanContext()).isEqualTo(request));
  }

  @Test
  void beginATraceWhereNothingIsContinued() {
    SpanContext none = SpanContext.getInvalid();
    run((tracer, context) -> tracer.start(described(RECORDED), none, none).end());

    SpanData span = collected.only();
    assertThat(span.getTraceId()).isEqualTo(RECORDED.traceId());
    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(span.getLinks()).isEmpty();
  }

  @Test
  void sayWhyTheyFailed() {
    run(
        (tracer, context) -> {
          Span span = tracer.start(described(RECORDED));
          MessageTracer.fail(span, new Failure("a.Problem", "too late"));
          span.end();
        });

    SpanData span = collected.only();
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getStatus().getDescription()).isEqualTo("too late");
    assertThat(span.getAttributes().get(SpanKeys.ERROR_TYPE)).isEqualTo("a.Problem");
    assertThat(span.getEvents())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getName()).isEqualTo("exception");
              assertThat(event.getAttributes().get(SpanKeys.EXCEPTION_TYPE)).isEqualTo("a.Problem");
              assertThat(event.getAttributes().get(SpanKeys.EXCEPTION_MESSAGE))
                  .isEqualTo("too late");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {PROBABILITY + "1.0", ALWAYS_ON})
  void areNeverBegunWhereNobodyTakesThem(String sampler) {
    application()
        .withPropertyValues(sampler)
        .run(
            context -> {
              MessageTracer tracer = context.getBean(MessageTracer.class);

              assertThat(tracer.exporting()).isFalse();
              assertThat(recorded(tracer, SpanContext.getInvalid())).isZero();
              assertThat(recorded(tracer, described(RECORDED).context())).isEqualTo(1_000);
            });
  }

  @Test
  void areNeverBegunWhereTracingIsSwitchedOff() {
    run(
        (tracer, context) -> {
          assertThat(tracer.exporting()).isFalse();
          assertThat(recorded(tracer, SpanContext.getInvalid())).isZero();
          Span other =
              context.getBean(OpenTelemetry.class).getTracer("other").spanBuilder("o").startSpan();
          assertThat(other.getSpanContext().isValid()).isTrue();
          assertThat(other.getSpanContext().isSampled()).isFalse();
        },
        "management.opentelemetry.enabled=false",
        ALWAYS_ON);
  }

  @Test
  void areCountedWhetherTheyAreExportedOrDropped() {
    collected.pause();
    run(
        (tracer, context) -> {
          for (int i = 0; i < 100; i++) {
            tracer.start(described(RECORDED)).end();
          }
          MeterRegistry metrics = context.getBean(MeterRegistry.class);
          assertThat(count(metrics, "dropped")).isBetween(90.0, 96.0);
          collected.goOn();
          await().until(() -> count(metrics, "exported") + count(metrics, "dropped") == 100);
        },
        "management.opentelemetry.tracing.export.max-queue-size=4",
        "management.opentelemetry.tracing.export.max-batch-size=2");

    assertThat(collected.all()).hasSizeBetween(4, 10);
  }

  @Test
  void doNotHoldTheServiceUpWhenItStopsAndNobodyTakesThem() {
    collected.pause();
    Instant begin = Instant.now();
    run((tracer, context) -> tracer.start(described(RECORDED)).end());

    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(30));
    collected.goOn();
  }

  private void run(BiConsumer<MessageTracer, ApplicationContext> test, String... properties) {
    application()
        .withBean(SpanExporter.class, () -> collected)
        .withPropertyValues(properties)
        .run(
            context -> {
              test.accept(context.getBean(MessageTracer.class), context);
            });
  }

  private static ApplicationContextRunner application() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                TelemetryAutoConfiguration.class,
                OpenTelemetrySdkAutoConfiguration.class,
                OpenTelemetryTracingAutoConfiguration.class,
                MetricsAutoConfiguration.class,
                SimpleMetricsExportAutoConfiguration.class,
                CompositeMeterRegistryAutoConfiguration.class));
  }

  /** How many of a thousand traces are. */
  private static int recorded(MessageTracer tracer, SpanContext parent) {
    return (int)
        new SplittableRandom(5)
            .longs(1_000)
            .mapToObj(bits -> String.format(Locale.ROOT, "%016x%016x", 1, bits))
            .filter(traceId -> tracer.decide(traceId, parent))
            .count();
  }

  private static double count(MeterRegistry metrics, String what) {
    return metrics.get("streamproof.spans." + what).functionCounter().count();
  }

  private static MessageSpan described(TraceContext trace) {
    return new MessageSpan(
        "process t",
        SpanKind.CONSUMER,
        trace,
        PARENT,
        Attributes.of(SpanKeys.SYSTEM, "kafka"),
        null);
  }
}
