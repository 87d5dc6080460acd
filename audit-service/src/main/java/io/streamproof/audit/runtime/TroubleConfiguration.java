package io.streamproof.audit.runtime;

import io.streamproof.audit.AuditProperties;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.LedgerIdentity;
import io.streamproof.audit.kafka.KafkaGroupMembers;
import io.streamproof.audit.reconciliation.FrontierLog;
import io.streamproof.audit.report.InstanceStates;
import io.streamproof.audit.trouble.GroupCheck;
import io.streamproof.audit.trouble.TopicCheck;
import io.streamproof.audit.trouble.TroubleLog;
import io.streamproof.pipeline.kafka.TopicSettings;
import io.streamproof.pipeline.kafka.Topics;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is checked beside the pipelines' records, and where it is kept what was found. */
@Configuration(proxyBeanMethods = false)
class TroubleConfiguration {
  @Bean
  TroubleLog troubleLog() {
    return new TroubleLog();
  }

  @Bean
  InstanceStates instanceStates(FrontierLog frontiers, TroubleLog troubles) {
    return new InstanceStates(frontiers, troubles);
  }

  @Bean
  Topics topics(Admin admin, AuditProperties properties) {
    AuditProperties.Topics topics = properties.topics();
    return new Topics(
        admin,
        new TopicSettings(topics.create(), topics.replicationFactor(), topics.configs()),
        Set.of(AclOperation.READ));
  }

  @Bean
  TopicCheck topicCheck(List<AuditedPipeline> pipelines, Topics topics, TroubleLog troubles) {
    return new TopicCheck(pipelines, topics::check, troubles);
  }

  @Bean
  GroupCheck groupCheck(
      Admin admin, AuditProperties properties, LedgerIdentity ledger, TroubleLog troubles) {
    String group = properties.audit().group();
    return new GroupCheck(group, ledger, new KafkaGroupMembers(admin, group), troubles);
  }

  @Bean
  PipelineHealth pipelinesHealthIndicator(List<AuditedPipeline> pipelines, InstanceStates states) {
    return new PipelineHealth(pipelines, states);
  }
}
