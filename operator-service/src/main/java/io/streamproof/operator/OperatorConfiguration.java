package io.streamproof.operator;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.operator.host.Brokers;
import io.streamproof.operator.host.Exit;
import io.streamproof.operator.host.StageHealth;
import io.streamproof.operator.host.StageHosts;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.operator.OperatorFactory;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.telemetry.MessageTracer;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.config.KafkaStreamsConfiguration;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;
import org.springframework.kafka.core.KafkaAdmin;

/** Puts the service together: its stages, each with its topology and its host. */
@Configuration(proxyBeanMethods = false)
@EnableKafkaStreams
class OperatorConfiguration {
  /** Spring's own streams only provide the settings: every stage has streams of its own. */
  @Bean
  StreamsBuilderFactoryBeanConfigurer springStreamsDoNotStart() {
    return streams -> streams.setAutoStartup(false);
  }

  @Bean
  Brokers brokers(KafkaAdmin admin) {
    return new Brokers(admin.getConfigurationProperties());
  }

  @Bean
  Exit exit(ApplicationContext context) {
    return new Exit(context);
  }

  @Bean
  StageHostFactory stageHostFactory(
      OperatorProperties properties,
      KafkaStreamsConfiguration streams,
      MessageTracer tracer,
      MeterRegistry meters,
      Brokers brokers,
      Exit exit) {
    return new StageHostFactory(properties, streams, tracer, meters, brokers, exit);
  }

  @Bean
  StageHosts stageHosts(
      OperatorProperties properties, ListableBeanFactory beans, StageHostFactory factory) {
    CustomOperators custom = CustomOperators.of(beans.getBeansOfType(OperatorFactory.class));
    List<Stage> stages =
        new StageSelection(Specifications.read(properties.pipelines()), custom)
            .select(properties.stage());
    return new StageHosts(factory.hosts(stages));
  }

  @Bean
  StageHealth stageHealthIndicator(StageHosts hosts, Brokers brokers) {
    return new StageHealth(hosts, brokers);
  }
}
