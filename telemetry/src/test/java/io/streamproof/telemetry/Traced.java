package io.streamproof.telemetry;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Spans as the service's own configuration makes them, kept in memory. */
public final class Traced implements AutoCloseable {
  private final CollectedSpans spans = new CollectedSpans();
  private final ConfigurableApplicationContext context;

  private Traced(boolean exporting, String... properties) {
    context =
        new SpringApplicationBuilder(Configuration.class)
            .web(WebApplicationType.NONE)
            .registerShutdownHook(false)
            .properties(properties)
            .initializers(
                (GenericApplicationContext beans) -> {
                  if (exporting) {
                    beans.registerBean(SpanExporter.class, () -> spans);
                  }
                })
            .run();
  }

  /** With an exporter, and with properties of Spring's, {@code name=value}. */
  public static Traced on(String... properties) {
    return new Traced(true, properties);
  }

  /** As without any configuration: nobody takes spans. */
  public static Traced off() {
    return new Traced(false);
  }

  public MessageTracer tracer() {
    return context.getBean(MessageTracer.class);
  }

  /** All that have ended. */
  public List<SpanData> spans() {
    context
        .getBean(OpenTelemetrySdk.class)
        .getSdkTracerProvider()
        .forceFlush()
        .join(10, TimeUnit.SECONDS);
    return spans.all();
  }

  /** The only one of a name. */
  public SpanData span(String name) {
    List<SpanData> named = spans().stream().filter(span -> span.getName().equals(name)).toList();
    if (named.size() != 1) {
      throw new AssertionError(named.size() + " spans " + name + " of " + spans());
    }
    return named.get(0);
  }

  @Override
  public void close() {
    context.close();
  }

  @ImportAutoConfiguration({
    TelemetryAutoConfiguration.class,
    OpenTelemetrySdkAutoConfiguration.class,
    OpenTelemetryTracingAutoConfiguration.class
  })
  static class Configuration {}
}
