package io.streamproof.operator;

import io.streamproof.operator.host.FailurePolicy;
import io.streamproof.operator.host.StreamsWatch;
import io.streamproof.operator.stream.StageTopology;
import io.streamproof.pipeline.stage.Stage;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;

/**
 * Makes Spring's Kafka Streams the stage's: settings, topology, listeners.
 *
 * @param clients in place of Kafka Streams' own; null: those
 */
record StageStreams(
    OperatorProperties properties,
    Stage stage,
    StageTopology topology,
    StreamsWatch watch,
    FailurePolicy failures,
    @Nullable KafkaClientSupplier clients)
    implements StreamsBuilderFactoryBeanConfigurer {

  @Override
  public void configure(StreamsBuilderFactoryBean streams) {
    streams.setStreamsConfiguration(settings(streams));
    streams.setInfrastructureCustomizer(
        new KafkaStreamsInfrastructureCustomizer() {
          @Override
          public void configureTopology(Topology empty) {
            topology.define(empty);
          }
        });
    streams.setStateListener(watch);
    streams.setStreamsUncaughtExceptionHandler(failures);
    if (clients != null) {
      streams.setClientSupplier(clients);
    }
    // The stage's host starts it, once brokers and topics are there.
    streams.setAutoStartup(false);
    streams.setCloseTimeout(Math.toIntExact(properties.shutdownTimeout().toSeconds()));
    streams.setLeaveGroupOnClose(true);
  }

  private Properties settings(StreamsBuilderFactoryBean streams) {
    Map<String, Object> configured = new HashMap<>();
    Objects.requireNonNull(streams.getStreamsConfiguration())
        .forEach((name, value) -> configured.put(String.valueOf(name), value));
    int partitions =
        stage.pipeline().partitionsOf(stage.pipeline().sourceTopic(stage.specification()));
    Properties settings = new Properties();
    settings.putAll(properties.streamSettings(partitions).over(configured, stage));
    return settings;
  }
}
