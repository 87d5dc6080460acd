package io.streamproof.audit.http;

import io.streamproof.security.Scope;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What callers of this service have to be allowed. */
@Configuration(proxyBeanMethods = false)
class CallerConfiguration {
  @Bean
  Scope scope() {
    return Scope.AUDIT_READ;
  }
}
