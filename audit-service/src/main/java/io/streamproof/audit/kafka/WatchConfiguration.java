package io.streamproof.audit.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.report.Bookkeeper;
import io.streamproof.audit.watch.StallLog;
import io.streamproof.audit.watch.Unclaimed;
import io.streamproof.audit.watch.Watch;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A watch for each pipeline, with its gauges, for as long as the service lives. */
@Configuration(proxyBeanMethods = false)
class WatchConfiguration {
  @Bean
  List<Watched> watched(
      List<AuditedPipeline> pipelines,
      Judgement judgement,
      Admin admin,
      Bookkeeper bookkeeper,
      StallLog log,
      Unclaimed unclaimed,
      MeterRegistry meters) {
    KafkaOffsets offsets = new KafkaOffsets(admin);
    return pipelines.stream()
        .map(
            pipeline ->
                new Watched(
                    new Watch(
                        pipeline, judgement, offsets, bookkeeper, log, unclaimed, System::nanoTime),
                    new WatchGauges(pipeline, meters, System::nanoTime)))
        .toList();
  }
}
