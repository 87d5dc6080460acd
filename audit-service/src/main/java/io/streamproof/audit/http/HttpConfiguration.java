package io.streamproof.audit.http;

import io.streamproof.security.Scope;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.MapperFeature;

/** What clients need to be allowed, and how answers are written. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
  @Bean
  Scope scope() {
    return Scope.AUDIT_READ;
  }

  /** Answers have their members in the order of the contract. */
  @Bean
  JsonMapperBuilderCustomizer declaredOrder() {
    return builder -> builder.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY);
  }
}
