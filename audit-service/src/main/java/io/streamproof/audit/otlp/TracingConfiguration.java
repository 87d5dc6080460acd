package io.streamproof.audit.otlp;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.lineage.LedgerNotes;
import io.streamproof.audit.lineage.RecordLogs;
import io.streamproof.audit.tracing.FindingTraces;
import io.streamproof.audit.tracing.TraceQueue;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has findings traced wherever Spring Boot makes an exporter, which it does for an endpoint. */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {
  @Bean
  FindingTracing findingTracing(
      ApplicationContext context,
      ObjectProvider<SpanExporter> exporters,
      List<AuditedPipeline> pipelines,
      TraceQueue queue,
      RecordLogs logs,
      LedgerNotes notes,
      MeterRegistry meters) {
    List<SpanExporter> all = exporters.stream().toList();
    return new FindingTracing(
        context,
        () ->
            all.isEmpty()
                ? null
                : new FindingTracer(
                    new FindingTraces(
                        pipelines,
                        queue,
                        logs,
                        notes,
                        new OtlpSpanSink(SpanExporter.composite(all)),
                        Clock.systemUTC()),
                    queue,
                    new TraceMeters(meters)));
  }
}
