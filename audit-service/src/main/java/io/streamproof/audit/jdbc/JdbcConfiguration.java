package io.streamproof.audit.jdbc;

import io.streamproof.audit.AuditProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Hands settings to the ledger. */
@Configuration(proxyBeanMethods = false)
class JdbcConfiguration {
  @Bean
  EventDays eventDays(
      JdbcClient jdbc, TransactionTemplate transaction, AuditProperties properties) {
    return new EventDays(jdbc, transaction, properties.audit().indexDays());
  }

  @Bean
  WriteEvents writeEvents(
      JdbcTemplate template, EventDays days, WriteFindings findings, AuditProperties properties) {
    return new WriteEvents(template, days, properties.audit().indexTraces(), findings);
  }
}
