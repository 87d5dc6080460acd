package io.streamproof.operator;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.operator.fault.PlantedFaults;
import io.streamproof.operator.host.Brokers;
import io.streamproof.operator.host.Exit;
import io.streamproof.operator.host.FailurePolicy;
import io.streamproof.operator.host.Preparation;
import io.streamproof.operator.host.StageHealth;
import io.streamproof.operator.host.StageHost;
import io.streamproof.operator.host.StageHosts;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  List<Stage> stages(OperatorProperties properties, ListableBeanFactory beans) {
    CustomOperators custom = CustomOperators.of(beans.getBeansOfType(OperatorFactory.class));
    return new StageSelection(Specifications.read(properties.pipelines()), custom)
        .select(properties.stage());
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
  StageHosts stageHosts(
      List<Stage> stages,
      OperatorProperties properties,
      KafkaStreamsConfiguration streams,
      MessageTracer tracer,
      MeterRegistry meters,
      Brokers brokers,
      Exit exit) {
    Map<String, Object> configured = new HashMap<>();
    streams.asProperties().forEach((name, value) -> configured.put(String.valueOf(name), value));
    return new StageHosts(
        stages.stream()
            .map(stage -> host(stage, properties, configured, tracer, meters, brokers, exit))
            .toList());
  }

  @Bean
  StageHealth stageHealthIndicator(StageHosts hosts, Brokers brokers) {
    return new StageHealth(hosts, brokers);
  }

  private static StageHost host(
      Stage stage,
      OperatorProperties properties,
      Map<String, Object> configured,
      MessageTracer tracer,
      MeterRegistry meters,
      Brokers brokers,
      Exit exit) {
    InstantSource clock = InstantSource.system();
    Instruments instruments =
        new Instruments(
            new StageCounters(stage, meters),
            new StageTrace(stage, tracer),
            new DeadLetterLog(stage, System::nanoTime));
    PlantedFaults faults =
        PlantedFaults.of(properties.faults().asSwitch(), stage, properties.marks(), meters);
    StageStreams streams =
        new StageStreams(
            stage,
            configured,
            properties.streamSettings(stage),
            new StageTopology(stage, instruments, clock, faults.gate()),
            new FailurePolicy(clock),
            faults.clients(),
            meters);
    Preparation preparation =
        new Preparation(
            stage, brokers, properties.topics().settings(), properties.startupTimeout());
    return new StageHost(
        stage,
        preparation,
        properties.stateBase(),
        streams,
        properties.shutdownTimeout(),
        faults.told(),
        exit);
  }
}
