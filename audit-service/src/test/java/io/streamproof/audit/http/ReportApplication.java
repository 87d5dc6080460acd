package io.streamproof.audit.http;

import io.streamproof.audit.support.Flights;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.util.List;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/**
 * The half of the audit that answers, without the half that reads Kafka. It bears no stereotype, so
 * that no other application picks it up.
 */
@EnableAutoConfiguration
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
}
