package io.streamproof.operator;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.operator.fault.PlantedFaults;
import io.streamproof.operator.host.Brokers;
import io.streamproof.operator.host.Exit;
import io.streamproof.operator.host.FailurePolicy;
import io.streamproof.operator.host.Preparation;
import io.streamproof.operator.host.StageHealth;
import io.streamproof.operator.host.StageHost;
import io.streamproof.operator.host.StreamsWatch;
import io.streamproof.operator.metric.StageCounters;
import io.streamproof.operator.stream.Instruments;
import io.streamproof.operator.stream.StageTopology;
import io.streamproof.operator.trace.DeadLetterLog;
import io.streamproof.operator.trace.StageTrace;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.operator.OperatorFactory;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.telemetry.MessageTracer;
import java.time.InstantSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.core.KafkaAdmin;

/** Puts the service together: the stage, its topology, its host. */
@Configuration(proxyBeanMethods = false)
@EnableKafkaStreams
class OperatorConfiguration {
  @Bean
  Stage stage(OperatorProperties properties, ListableBeanFactory beans) {
    CustomOperators custom = CustomOperators.of(beans.getBeansOfType(OperatorFactory.class));
    return new StageSelection(Specifications.read(properties.pipelines()), custom)
        .select(properties.stage());
  }

  @Bean
  StageCounters stageCounters(Stage stage, MeterRegistry registry) {
    return new StageCounters(stage, registry);
  }

  @Bean
  Instruments instruments(Stage stage, StageCounters counters, MessageTracer tracer) {
    return new Instruments(
        counters, new StageTrace(stage, tracer), new DeadLetterLog(stage, System::nanoTime));
  }

  @Bean
  PlantedFaults plantedFaults(OperatorProperties properties, Stage stage, MeterRegistry registry) {
    return PlantedFaults.of(properties.faults().asSwitch(), stage, properties.marks(), registry);
  }

  @Bean
  StageTopology stageTopology(Stage stage, Instruments instruments, PlantedFaults faults) {
    return new StageTopology(stage, instruments, InstantSource.system(), faults.gate());
  }

  @Bean
  StageStreams stageStreams(
      OperatorProperties properties,
      Stage stage,
      StageTopology topology,
      StreamsWatch watch,
      PlantedFaults faults) {
    return new StageStreams(
        properties,
        stage,
        topology,
        watch,
        new FailurePolicy(InstantSource.system()),
        faults.clients());
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
  StreamsWatch streamsWatch(Stage stage, Exit exit) {
    return new StreamsWatch(stage, exit);
  }

  @Bean
  StageHost stageHost(
      OperatorProperties properties,
      Stage stage,
      Brokers brokers,
      StreamsBuilderFactoryBean streams,
      Exit exit) {
    Preparation preparation =
        new Preparation(
            stage, brokers, properties.topics().settings(), properties.startupTimeout());
    return new StageHost(stage, preparation, properties.stateBase(), streams, exit);
  }

  @Bean
  StageHealth stageHealthIndicator(
      Stage stage, StreamsWatch watch, Brokers brokers, PlantedFaults faults) {
    return new StageHealth(stage, watch, brokers, faults.told());
  }
}
