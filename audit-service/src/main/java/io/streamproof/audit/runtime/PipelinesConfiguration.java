package io.streamproof.audit.runtime;

import io.streamproof.audit.AuditProperties;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.PipelineRegister;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.operator.OperatorFactory;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.yaml.InvalidSpecificationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The pipelines under audit, and the custom operators that they name. */
@Configuration(proxyBeanMethods = false)
class PipelinesConfiguration {
  @Bean
  CustomOperators customOperators(Map<String, OperatorFactory> factories) {
    return CustomOperators.of(factories);
  }

  @Bean
  List<PipelineSpecification> pipelines(AuditProperties properties, CustomOperators custom) {
    try {
      return SpecificationReader.readAll(Path.of(properties.pipelines()), custom.names());
    } catch (InvalidSpecificationException e) {
      throw new CannotStartException(
          String.valueOf(e.getMessage()), "Fix the specification and start again.", e);
    }
  }

  @Bean
  List<AuditedPipeline> pipelinesUnderAudit(
      List<PipelineSpecification> pipelines, CustomOperators custom, PipelineRegister register) {
    return pipelines.stream().map(pipeline -> register.enter(pipeline, custom)).toList();
  }
}
