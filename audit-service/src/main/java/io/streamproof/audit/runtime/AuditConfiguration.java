package io.streamproof.audit.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.streamproof.audit.AuditProperties;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.LedgerIdentity;
import io.streamproof.audit.investigation.InvestigationLimits;
import io.streamproof.audit.investigation.InvestigationRepository;
import io.streamproof.audit.investigation.Investigator;
import io.streamproof.audit.investigation.TopicRecordReader;
import io.streamproof.audit.kafka.ConsumerSettings;
import io.streamproof.audit.kafka.KafkaRecordFeed;
import io.streamproof.audit.lineage.Lineage;
import io.streamproof.audit.lineage.LineageRepository;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.log.RecordFeed;
import io.streamproof.audit.log.TopicLogPool;
import io.streamproof.audit.metrics.ObservationMeters;
import io.streamproof.audit.observation.Ledger;
import io.streamproof.audit.observation.ObservationSession;
import io.streamproof.audit.observation.ObservationSession.ObservationSettings;
import io.streamproof.audit.reconciliation.FrontierLog;
import io.streamproof.audit.reconciliation.Frontiers;
import io.streamproof.audit.reconciliation.Judgement;
import io.streamproof.audit.reconciliation.Reconciliation;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.audit.replay.SnapshotStore;
import io.streamproof.audit.report.FrontierCoverages;
import io.streamproof.audit.report.ProofGate.Coverages;
import io.streamproof.audit.runtime.MonitorThread.MonitoredPipeline;
import io.streamproof.audit.trouble.GroupCheck;
import io.streamproof.audit.trouble.TopicCheck;
import io.streamproof.audit.trouble.TroubleLog;
import io.streamproof.pipeline.kafka.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** Puts the audit together: threads that read, and those that judge, monitor and check. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

  @Bean
  Heartbeat reconciliationHealthIndicator() {
    return new Heartbeat(LONGEST_SILENCE);
  }

  @Bean
  Replayer replayer(SnapshotStore snapshots) {
    return new Replayer(snapshots);
  }

  @Bean
  Lineage lineage(
      @Qualifier("lineageLogs") TopicLogPool logs,
      Replayer replayer,
      LineageRepository repository) {
    return new Lineage(logs, replayer, repository);
  }

  /** What makes the rounds of a start; settlement barriers are not kept beyond a stop. */
  @Bean
  Supplier<List<ReconcilerThread.Rounds>> rounds(
      List<AuditedPipeline> pipelines,
      Judgement judgement,
      OffsetReader offsets,
      Frontiers frontiers,
      InvestigationRepository repository,
      @Qualifier("investigationLogs") TopicLogPool investigationLogs,
      Replayer replayer,
      TroubleLog troubles,
      AuditProperties properties) {
    InvestigationLimits limits =
        new InvestigationLimits(
            properties.audit().investigations(),
            properties.audit().investigationMemory().toBytes());
    return () ->
        pipelines.stream()
            .map(
                pipeline ->
                    new ReconcilerThread.Rounds(
                        pipeline,
                        new Reconciliation(
                            pipeline, judgement, offsets, frontiers, InstantSource.system()),
                        new Investigator(
                            repository,
                            pipeline,
                            investigationLogs,
                            replayer,
                            troubles,
                            limits,
                            System::nanoTime),
                        troubles))
            .toList();
  }

  @Bean
  FrontierLog frontierLog(AuditProperties properties) {
    return new FrontierLog(properties.audit().freshness(), InstantSource.system());
  }

  @Bean
  Frontiers frontiers(
      Judgement judgement,
      OffsetReader offsets,
      @Qualifier("investigationLogs") TopicLogPool investigationLogs,
      FrontierLog log) {
    return new Frontiers(
        judgement, offsets, new TopicRecordReader(investigationLogs), log, InstantSource.system());
  }

  @Bean
  Coverages coverages(
      List<AuditedPipeline> pipelines, Frontiers frontiers, FrontierLog log, TroubleLog troubles) {
    return new FrontierCoverages(
        pipelines.stream().collect(Collectors.toMap(AuditedPipeline::name, each -> each)),
        frontiers,
        log,
        troubles);
  }

  /** What makes the threads that observe, once the topics are there. */
  @Bean
  Supplier<Observers> observers(
      List<AuditedPipeline> pipelines,
      AuditProperties properties,
      ConsumerFactory<?, ?> consumers,
      Ledger ledger,
      OffsetReader offsets,
      Replayer replayer,
      LedgerIdentity ledgerIdentity,
      TroubleLog troubles,
      MeterRegistry registry) {
    AuditProperties.Audit audit = properties.audit();
    requireKnown(audit.acceptBaseline(), pipelines);
    ObservationMeters meters = new ObservationMeters(registry);
    Map<String, Object> settings =
        ConsumerSettings.feeds(consumers.getConfigurationProperties(), audit.group());
    Map<String, Object> probes = ConsumerSettings.probes(consumers.getConfigurationProperties());
    AtomicInteger number = new AtomicInteger();
    ObservationSettings observation =
        new ObservationSettings(
            audit.batchRecords(),
            audit.batchInterval(),
            audit.indexEvents(),
            audit.acceptBaseline());
    return () ->
        new Observers(
            audit.observers(),
            () ->
                feed(
                    ConsumerSettings.consumer(
                        ConsumerSettings.feed(settings, ledgerIdentity, number.incrementAndGet())),
                    () -> ConsumerSettings.consumer(probes),
                    meters),
            feed ->
                new ObservationSession(
                    feed,
                    ledger,
                    offsets,
                    replayer,
                    pipelines,
                    troubles,
                    observation,
                    System::nanoTime,
                    InstantSource.system(),
                    meters::committed));
  }

  private static void requireKnown(Set<String> accepted, List<AuditedPipeline> pipelines) {
    for (String name : accepted) {
      if (!name.equals(ObservationSettings.ALL)
          && pipelines.stream().noneMatch(pipeline -> pipeline.name().equals(name))) {
        throw new CannotStartException(
            "streamproof.audit.accept-baseline names pipeline %s, and there is none of that name"
                .formatted(name),
            "Name pipelines that are audited, or %s for all.".formatted(ObservationSettings.ALL),
            null);
      }
    }
  }

  /** A feed with metrics; closing it closes the consumer, which is closed too if this fails. */
  static RecordFeed feed(
      Consumer<byte[], byte[]> consumer,
      Supplier<? extends Consumer<byte[], byte[]>> probes,
      ObservationMeters meters) {
    boolean bound = false;
    try {
      KafkaClientMetrics metrics = meters.bind(consumer);
      bound = true;
      return new KafkaRecordFeed(consumer, probes, metrics::close);
    } finally {
      if (!bound) {
        consumer.close();
      }
    }
  }

  @Bean
  AuditLifecycle auditLifecycle(
      ApplicationContext context,
      List<AuditedPipeline> pipelines,
      AuditProperties properties,
      Topics topics,
      TopicCheck topicCheck,
      GroupCheck groupCheck,
      Supplier<Observers> observers,
      Supplier<List<ReconcilerThread.Rounds>> rounds,
      Heartbeat heartbeat,
      List<MonitoredPipeline> monitored) {
    AuditProperties.Audit audit = properties.audit();
    return new AuditLifecycle(
        context,
        pipelines,
        topics,
        topicCheck,
        audit.startPatience(),
        observers,
        () ->
            Stream.<RepeatingThread>concat(
                    rounds.get().stream()
                        .map(
                            own -> new ReconcilerThread(own, audit.reconcileInterval(), heartbeat)),
                    Stream.concat(
                        monitored.stream()
                            .map(each -> new MonitorThread(each, audit.watchInterval())),
                        Stream.of(new CheckThread(groupCheck, topicCheck, CHECK_INTERVAL))))
                .toList());
  }
}
