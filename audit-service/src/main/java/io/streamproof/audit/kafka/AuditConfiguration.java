package io.streamproof.audit.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.audit.AuditProperties;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.Catalogue;
import io.streamproof.audit.investigation.CaseFile;
import io.streamproof.audit.investigation.ClaimInvestigation;
import io.streamproof.audit.investigation.Detective;
import io.streamproof.audit.investigation.Investigation;
import io.streamproof.audit.investigation.KeyHistory;
import io.streamproof.audit.investigation.Snapshots;
import io.streamproof.audit.lineage.LedgerNotes;
import io.streamproof.audit.lineage.Lineage;
import io.streamproof.audit.observation.Ledger;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.reconciliation.Reconciliation;
import io.streamproof.pipeline.kafka.TopicSettings;
import io.streamproof.pipeline.kafka.Topics;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Puts the audit together: threads that read, one that judges, and one that watches. Clients of
 * Kafka take their settings from Spring's factories: only there are bundles of certificates among
 * them.
 */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {
  private static final int LINEAGE_LOGS = 4;
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

  @Bean
  List<AuditedPipeline> pipelinesUnderAudit(
      List<PipelineSpecification> pipelines, CustomOperators custom, Catalogue.Register register) {
    Catalogue catalogue = new Catalogue(register);
    return pipelines.stream().map(pipeline -> catalogue.enter(pipeline, custom)).toList();
  }

  @Bean(destroyMethod = "close")
  Admin admin(KafkaAdmin settings) {
    return Admin.create(settings.getConfigurationProperties());
  }

  @Bean
  Heartbeat reconciliationHealthIndicator() {
    return new Heartbeat(LONGEST_SILENCE);
  }

  @Bean(destroyMethod = "close")
  KafkaLog kafkaLog(ConsumerFactory<?, ?> consumers, Admin admin) {
    Map<String, Object> properties = new HashMap<>(consumers.getConfigurationProperties());
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    // A read ahead at a log's end that waits for records would hold up the range read next.
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
    return new KafkaLog(
        () ->
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        new KafkaOffsets(admin));
  }

  @Bean(destroyMethod = "close")
  KafkaRecordLogs recordLogs(ConsumerFactory<?, ?> consumers) {
    Map<String, Object> settings = RecordLogSettings.of(consumers.getConfigurationProperties());
    return new KafkaRecordLogs(
        LINEAGE_LOGS,
        () ->
            new KafkaRecordLog(
                new KafkaConsumer<>(
                    settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())));
  }

  @Bean
  Lineage lineage(KafkaRecordLogs logs, Snapshots snapshots, LedgerNotes notes) {
    return new Lineage(logs, snapshots, notes);
  }

  @Bean
  Detective detective(
      CaseFile caseFile,
      Snapshots snapshots,
      KeyHistory history,
      KafkaLog log,
      AuditProperties properties) {
    return new Detective(
        caseFile,
        new Investigation(log, snapshots, history),
        new ClaimInvestigation(log),
        properties.audit().investigations());
  }

  @Bean
  AuditLifecycle auditLifecycle(
      ApplicationContext context,
      List<AuditedPipeline> pipelines,
      AuditProperties properties,
      ConsumerFactory<?, ?> consumers,
      Admin admin,
      Ledger ledger,
      Judgement judgement,
      Detective detective,
      Heartbeat heartbeat,
      List<Watched> watched,
      MeterRegistry meters) {
    AuditProperties.Topics topics = properties.topics();
    AuditProperties.Audit audit = properties.audit();
    ObservationMeters observed = new ObservationMeters(meters);
    return new AuditLifecycle(
        context,
        pipelines,
        new Topics(
            admin,
            new TopicSettings(topics.create(), topics.replicationFactor(), topics.configs())),
        audit.startPatience(),
        () ->
            new Observers(
                audit.observers(),
                observerProperties(consumers, audit),
                ledger,
                pipelines,
                new ObservationSettings(
                    audit.batchRecords(), audit.batchInterval(), audit.indexEvents()),
                observed),
        () ->
            List.of(
                new Reconciler(
                    reconciliations(pipelines, judgement, admin),
                    detective,
                    audit.reconcileInterval(),
                    heartbeat),
                new Watcher(watched, audit.watchInterval())));
  }

  private static Map<AuditedPipeline, Reconciliation> reconciliations(
      List<AuditedPipeline> pipelines, Judgement judgement, Admin admin) {
    KafkaOffsets offsets = new KafkaOffsets(admin);
    Map<AuditedPipeline, Reconciliation> reconciliations = new LinkedHashMap<>();
    for (AuditedPipeline pipeline : pipelines) {
      reconciliations.put(pipeline, new Reconciliation(pipeline, judgement, offsets));
    }
    return reconciliations;
  }

  private static Map<String, Object> observerProperties(
      ConsumerFactory<?, ?> consumers, AuditProperties.Audit audit) {
    Map<String, Object> properties = new HashMap<>(consumers.getConfigurationProperties());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, audit.group());
    return properties;
  }
}
