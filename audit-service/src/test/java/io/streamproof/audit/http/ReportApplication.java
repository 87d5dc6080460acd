package io.streamproof.audit.http;

import io.streamproof.audit.AuditProperties;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.lineage.LedgerNotes;
import io.streamproof.audit.lineage.Lineage;
import io.streamproof.audit.lineage.MemoryTopics;
import io.streamproof.audit.support.Examples;
import io.streamproof.audit.support.Flights;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.List;
import java.util.Optional;
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
@ComponentScan
@ComponentScan(
    basePackages = "io.streamproof.audit.jdbc",
    useDefaultFilters = false,
    includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.Select\\w+"))
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
  Lineage lineage(LedgerNotes notes) {
    return new Lineage(
        new MemoryTopics(), (stage, partition, atMost, hash) -> Optional.empty(), notes);
  }
}
