package io.streamproof.audit.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.metrics.MonitorGauges;
import io.streamproof.audit.monitor.PipelineMonitor;
import io.streamproof.audit.monitor.StallLog;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.report.InstanceStates;
import io.streamproof.audit.report.ReportRepository;
import io.streamproof.audit.runtime.MonitorThread.MonitoredPipeline;
import io.streamproof.audit.trouble.TroubleLog;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A monitor for each pipeline, with its gauges, for as long as the service runs. */
@Configuration(proxyBeanMethods = false)
class MonitorConfiguration {
  @Bean
  List<MonitoredPipeline> monitoredPipelines(
      List<AuditedPipeline> pipelines,
      Judgement judgement,
      OffsetReader offsets,
      ReportRepository reports,
      InstanceStates states,
      TroubleLog troubles,
      StallLog stalls,
      MeterRegistry meters) {
    return pipelines.stream()
        .map(
            pipeline ->
                new MonitoredPipeline(
                    pipeline.name(),
                    troubles,
                    new PipelineMonitor(
                        pipeline, judgement, offsets, reports, states, stalls, System::nanoTime),
                    new MonitorGauges(pipeline, meters, System::nanoTime)))
        .toList();
  }
}
