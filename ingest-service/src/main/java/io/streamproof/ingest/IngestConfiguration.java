package io.streamproof.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.ingest.claim.ClaimPublisher;
import io.streamproof.ingest.claim.PipelineClaims;
import io.streamproof.ingest.http.RequestLimits;
import io.streamproof.ingest.kafka.BrokerWatch;
import io.streamproof.ingest.kafka.CannotStartException;
import io.streamproof.ingest.kafka.KafkaClaimLog;
import io.streamproof.ingest.kafka.KafkaSourceLog;
import io.streamproof.ingest.kafka.Producers;
import io.streamproof.ingest.kafka.TopicsAtStart;
import io.streamproof.ingest.source.AcceptEvents;
import io.streamproof.ingest.source.EventCounters;
import io.streamproof.ingest.source.Pipelines;
import io.streamproof.ingest.source.ServedPipeline;
import io.streamproof.ingest.source.SourceLog;
import io.streamproof.ingest.telemetry.IngestMetric;
import io.streamproof.ingest.trace.SourceTrace;
import io.streamproof.ingest.upload.PacedInput.LeastRate;
import io.streamproof.ingest.upload.ReceiveUpload;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.security.Scope;
import io.streamproof.telemetry.MessageTracer;
import io.streamproof.telemetry.MessagingMetrics;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/** Puts the service together. */
@Configuration(proxyBeanMethods = false)
class IngestConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(IngestConfiguration.class);

  /** What callers of this service have to be allowed. */
  @Bean
  Scope scope() {
    return Scope.EVENTS_WRITE;
  }

  @Bean
  Producers producers(ProducerFactory<?, ?> factory, MeterRegistry registry) {
    return new Producers(factory.getConfigurationProperties(), registry);
  }

  @Bean
  Admin admin(KafkaAdmin settings) {
    return Admin.create(settings.getConfigurationProperties());
  }

  @Bean
  PlantedFaults plantedFaults(
      StreamproofProperties shared, ProducerFactory<?, ?> factory, MeterRegistry registry) {
    return PlantedFaults.of(
        shared.faults().asSwitch(), factory.getConfigurationProperties(), registry);
  }

  @Bean
  Pipelines pipelines(
      StreamproofProperties shared,
      IngestProperties properties,
      Producers producers,
      PlantedFaults faults,
      MeterRegistry registry,
      MessageTracer tracer) {
    if (shared.pipelines().isBlank()) {
      throw new CannotStartException(
          "No pipeline is named.",
          "Set STREAMPROOF_PIPELINES to a specification file or a folder of them.");
    }
    // Custom operators are the stages' business: their jars need not be here.
    List<PipelineSpecification> specifications =
        SpecificationReader.readAll(Path.of(shared.pipelines()), null);
    SourceLog log = faults.in(new KafkaSourceLog(producers.source()));
    return new Pipelines(
        specifications.stream()
            .map(specification -> serve(specification, log, properties, registry, tracer))
            .toList());
  }

  private static ServedPipeline serve(
      PipelineSpecification specification,
      SourceLog log,
      IngestProperties properties,
      MeterRegistry registry,
      MessageTracer tracer) {
    ServedPipeline served =
        new ServedPipeline(
            specification,
            Math.toIntExact(properties.maxEventSize().toBytes()),
            log,
            new PipelineClaims(specification, properties.maxUnconfirmedClaims(), registry),
            new EventCounters(registry, specification.name()),
            new SourceTrace(specification, tracer, new MessagingMetrics(registry)));
    IngestMetric.OPEN.gauge(
        registry, () -> served.takesEvents() ? 1 : 0, "pipeline", specification.name());
    return served;
  }

  @Bean
  ClaimPublisher claimPublisher(Pipelines pipelines, Producers producers) {
    return new ClaimPublisher(
        new KafkaClaimLog(producers.claims()),
        pipelines.all().stream().map(ServedPipeline::claims).toList());
  }

  @Bean
  BrokerWatch brokerWatch(Admin admin, Pipelines pipelines, IngestProperties properties) {
    return new BrokerWatch(admin, pipelines, properties.brokerCheckTimeout());
  }

  @Bean
  AcceptEvents acceptEvents(IngestProperties properties) {
    return new AcceptEvents(properties.answerWithin());
  }

  @Bean
  ReceiveUpload.Limits uploadLimits(IngestProperties properties) {
    return new ReceiveUpload.Limits(
        Math.toIntExact(properties.maxEventSize().toBytes()),
        properties.uploadWindowRecords(),
        properties.uploadWindow().toBytes());
  }

  @Bean
  RequestLimits requestLimits(IngestProperties properties) {
    return new RequestLimits(
        Math.toIntExact(properties.maxEventSize().toBytes()),
        Math.toIntExact(properties.maxBatchSize().toBytes()),
        properties.maxRequestMemory().toBytes(),
        properties.maxUploads(),
        properties.retryAfter(),
        new LeastRate(
            properties.minBodyRate().toBytes() * properties.slowBodyAfter().toSeconds(),
            properties.slowBodyAfter()));
  }

  /** Runs when the web server already answers, so that probes see the service wait. */
  @Bean
  ApplicationRunner open(
      Admin admin,
      Pipelines pipelines,
      BrokerWatch watch,
      StreamproofProperties shared,
      IngestProperties properties,
      Environment environment) {
    return arguments -> {
      new TopicsAtStart(admin, shared.topics().settings(), pipelines, properties.startupTimeout())
          .open();
      watch.start(properties.brokerCheckInterval());
      LOG.info("taking events on port {}", environment.getProperty("local.server.port"));
    };
  }
}
