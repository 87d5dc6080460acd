package io.streamproof.audit.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.lineage.LineageRepository;
import io.streamproof.audit.log.TopicLogPool;
import io.streamproof.audit.metrics.TraceMeters;
import io.streamproof.audit.tracing.FindingTraces;
import io.streamproof.audit.tracing.SpanSink;
import io.streamproof.audit.tracing.TraceQueue;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has findings traced wherever there is somewhere to send spans. */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {
  @Bean
  TracingLifecycle findingTracing(
      ApplicationContext context,
      ObjectProvider<SpanSink> sinks,
      List<AuditedPipeline> pipelines,
      TraceQueue queue,
      @Qualifier("lineageLogs") TopicLogPool logs,
      LineageRepository repository,
      MeterRegistry meters) {
    SpanSink sink = sinks.getIfAvailable();
    return new TracingLifecycle(
        context,
        () ->
            sink == null
                ? null
                : new FindingTracer(
                    new FindingTraces(pipelines, queue, logs, repository, sink, Clock.systemUTC()),
                    queue,
                    new TraceMeters(meters)));
  }
}
