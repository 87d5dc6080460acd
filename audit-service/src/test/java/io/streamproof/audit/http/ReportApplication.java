package io.streamproof.audit.http;

import io.streamproof.audit.AuditProperties;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.lineage.Lineage;
import io.streamproof.audit.lineage.LineageRepository;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.reconciliation.FreshFrontiers;
import io.streamproof.audit.reconciliation.FrontierLog;
import io.streamproof.audit.replay.MemorySnapshotStore;
import io.streamproof.audit.report.FixedCoverages;
import io.streamproof.audit.report.InstanceStates;
import io.streamproof.audit.report.ProofGate.Coverages;
import io.streamproof.audit.support.Examples;
import io.streamproof.audit.support.Flights;
import io.streamproof.audit.trouble.TroubleLog;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/**
 * The half of the audit that answers, without the half that reads Kafka. It bears no stereotype, so
 * that no other application picks it up.
 */
@EnableAutoConfiguration
@EnableConfigurationProperties(AuditProperties.class)
@ComponentScan({"io.streamproof.audit.http", "io.streamproof.audit.jdbc"})
@ComponentScan(
    basePackages = "io.streamproof.audit.runtime",
    useDefaultFilters = false,
    includeFilters =
        @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.ProofConfiguration"))
class ReportApplication {
  @Bean
  List<PipelineSpecification> pipelines() {
    return List.of(Flights.PIPELINE, Flights.named("calm"), Flights.named("new"));
  }

  @Bean
  List<AuditedPipeline> audited() {
    return List.of(Examples.shop());
  }

  @Bean
  FrontierLog frontiers() {
    return FreshFrontiers.of(
        Map.of(
            "flights",
            Instant.parse("2001-03-31T22:27:30Z"),
            "calm",
            Instant.parse("2001-03-31T22:25:40Z")));
  }

  @Bean
  InstanceStates states(FrontierLog frontiers) {
    return new InstanceStates(frontiers, new TroubleLog());
  }

  @Bean
  Coverages coverages(FrontierLog frontiers) {
    return new FixedCoverages().with(frontiers);
  }

  @Bean
  Lineage lineage(LineageRepository repository) {
    return new Lineage(new MemoryTopicLog(), MemorySnapshotStore.empty(), repository);
  }
}
