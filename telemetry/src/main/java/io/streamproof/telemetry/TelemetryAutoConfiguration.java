package io.streamproof.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationPredicate;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.http.server.observation.OpenTelemetryServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * What the services' tracing needs over Spring Boot's: ids that are given, no trace without an
 * exporter, and a count of the spans that were dropped. All else is Boot's, and so its to
 * configure.
 */
@AutoConfiguration(
    before = {OpenTelemetryTracingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class})
public final class TelemetryAutoConfiguration {
  private static final String SCOPE = "io.streamproof";
  private static final String ENABLED = "management.opentelemetry.enabled";
  private static final Sampler NOTHING_BEGINS = Sampler.parentBased(Sampler.alwaysOff());
  private static final String SPANS = "streamproof.spans.";

  @Bean
  GivenIds givenIds() {
    return new GivenIds();
  }

  @Bean
  SdkTracerProviderBuilderCustomizer givenIdsAndDecisions(
      GivenIds ids, ObjectProvider<Sampler> configured, ObjectProvider<SpanExporter> exporters) {
    return builder ->
        builder
            .setIdGenerator(ids)
            .setSampler(new GivenDecision(ids, sampler(configured, !isEmpty(exporters))));
  }

  @Bean
  MessageTracer messageTracer(
      OpenTelemetry openTelemetry,
      GivenIds ids,
      ObjectProvider<Sampler> configured,
      ObjectProvider<SpanExporter> exporters,
      Environment environment) {
    boolean exporting =
        !isEmpty(exporters) && environment.getProperty(ENABLED, Boolean.class, true);
    return new MessageTracer(
        openTelemetry.getTracer(SCOPE), ids, sampler(configured, exporting), exporting);
  }

  /** Boot's own would begin traces and say that they are recorded. */
  @Bean
  @ConditionalOnProperty(name = ENABLED, havingValue = "false")
  OpenTelemetrySdk switchedOff(ContextPropagators propagators) {
    return OpenTelemetrySdk.builder()
        .setPropagators(propagators)
        .setTracerProvider(SdkTracerProvider.builder().setSampler(NOTHING_BEGINS).build())
        .build();
  }

  @Bean
  OwnReader ownReader() {
    return new OwnReader();
  }

  /** The SDK, which it is part of, closes it. */
  @Bean(destroyMethod = "")
  SdkMeterProvider ownMetrics(OwnReader reader) {
    return SdkMeterProvider.builder().registerMetricReader(reader).build();
  }

  @Bean
  MeterBinder spanCounters(OwnReader reader) {
    return registry -> {
      FunctionCounter.builder(SPANS + "exported", reader, OwnReader::exported)
          .description("Spans given to the exporter")
          .register(registry);
      FunctionCounter.builder(SPANS + "dropped", reader, OwnReader::dropped)
          .description("Spans given up, since more were waiting than the queue takes")
          .register(registry);
    };
  }

  /** Names and attributes of requests by OpenTelemetry's conventions. */
  @Bean
  OpenTelemetryServerRequestObservationConvention requestConvention() {
    return new OpenTelemetryServerRequestObservationConvention();
  }

  /** Probes and scrapes are no one's messages. */
  @Bean
  ObservationPredicate noActuator() {
    return (name, context) ->
        !(context instanceof ServerRequestObservationContext request && isActuator(request));
  }

  private static boolean isActuator(ServerRequestObservationContext request) {
    HttpServletRequest carrier = request.getCarrier();
    return carrier != null && carrier.getRequestURI().startsWith("/actuator");
  }

  /** As configured; but where nobody takes spans, no trace begins to be recorded. */
  private static Sampler sampler(ObjectProvider<Sampler> configured, boolean exporting) {
    return exporting ? configured.getIfAvailable(() -> NOTHING_BEGINS) : NOTHING_BEGINS;
  }

  private static boolean isEmpty(ObjectProvider<SpanExporter> exporters) {
    return exporters.stream().findAny().isEmpty();
  }
}
