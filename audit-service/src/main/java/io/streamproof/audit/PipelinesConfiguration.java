package io.streamproof.audit;

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

/** The pipelines under audit, and the operators of the user's own that they name. */
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
          String.valueOf(e.getMessage()), "Mend the specification and start again.", e);
    }
  }
}
