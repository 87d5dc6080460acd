package io.streamproof.audit.otlp;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.streamproof.audit.tracing.SpanSink;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One sink if Spring Boot makes an exporter, which it does if an endpoint is set, else none. */
@Configuration(proxyBeanMethods = false)
class SpanSinkConfiguration {
  @Bean
  List<SpanSink> spanSinks(ObjectProvider<SpanExporter> exporters) {
    List<SpanExporter> all = exporters.stream().toList();
    return all.isEmpty() ? List.of() : List.of(new OtlpSpanSink(SpanExporter.composite(all)));
  }
}
