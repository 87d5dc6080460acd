package io.streamproof.audit.runtime;

import io.streamproof.audit.kafka.ConsumerSettings;
import io.streamproof.audit.kafka.KafkaOffsetReader;
import io.streamproof.audit.kafka.KafkaTopicLog;
import io.streamproof.audit.kafka.KafkaTopicLog.Limits;
import io.streamproof.audit.kafka.KafkaTopicLogPool;
import io.streamproof.audit.log.OffsetReader;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * The audit's clients of Kafka. They take their settings from Spring's factories, since only those
 * include certificate bundles.
 */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {
  private static final int INVESTIGATION_LOGS = 4;
  private static final int LINEAGE_LOGS = 4;

  @Bean(destroyMethod = "close")
  Admin admin(KafkaAdmin settings) {
    return Admin.create(settings.getConfigurationProperties());
  }

  @Bean
  OffsetReader offsetReader(Admin admin) {
    return new KafkaOffsetReader(admin);
  }

  /** The logs of investigations. */
  @Bean(destroyMethod = "close")
  KafkaTopicLogPool investigationLogs(ConsumerFactory<?, ?> consumers, OffsetReader offsets) {
    Map<String, Object> settings = ConsumerSettings.ranges(consumers.getConfigurationProperties());
    return new KafkaTopicLogPool(
        INVESTIGATION_LOGS,
        () -> new KafkaTopicLog(ConsumerSettings.consumer(settings), offsets, Limits.THOROUGH));
  }

  /** The logs of walks; traces of findings are rebuilt with one of them. */
  @Bean(destroyMethod = "close")
  KafkaTopicLogPool lineageLogs(ConsumerFactory<?, ?> consumers, OffsetReader offsets) {
    Map<String, Object> settings = ConsumerSettings.probes(consumers.getConfigurationProperties());
    return new KafkaTopicLogPool(
        LINEAGE_LOGS,
        () -> new KafkaTopicLog(ConsumerSettings.consumer(settings), offsets, Limits.PROMPT));
  }
}
