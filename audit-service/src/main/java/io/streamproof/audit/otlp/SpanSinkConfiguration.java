package io.streamproof.audit.otlp;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.streamproof.audit.tracing.SpanSink;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A sink wherever Spring Boot makes an exporter, which it does if an endpoint is set. An
 * auto-configuration, since only those can depend on what another has made.
 */
@AutoConfiguration(after = OtlpTracingAutoConfiguration.class)
class SpanSinkConfiguration {
  @Bean
  @ConditionalOnBean(SpanExporter.class)
  SpanSink spanSink(ObjectProvider<SpanExporter> exporters) {
    return new OtlpSpanSink(SpanExporter.composite(exporters.stream().toList()));
  }
}
