package io.streamproof.operator;

import io.streamproof.operator.host.StreamsFactory;
import io.streamproof.operator.stream.StageTopology;
import io.streamproof.operator.stream.StreamSettings;
import io.streamproof.pipeline.stage.Stage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.StateListener;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.streams.KafkaStreamsMicrometerListener;

/**
 * Creates a stage's Kafka Streams: its topology, under Spring's settings for Kafka Streams and
 * those that the stage demands.
 *
 * @param configured Spring's settings: connection, security and what the user has set
 * @param clients replaces the clients of Kafka Streams; null: its own
 */
record StageStreams(
    Stage stage,
    Map<String, Object> configured,
    StreamSettings settings,
    StageTopology topology,
    @Nullable KafkaClientSupplier clients,
    KafkaStreamsMicrometerListener meters)
    implements StreamsFactory {

  @Override
  public KafkaStreams create(
      Path stateFolder, StateListener listener, StreamsUncaughtExceptionHandler failures) {
    Properties properties = new Properties();
    properties.putAll(settings.over(configured, stage));
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
    Topology defined = topology.define(new Topology());
    KafkaStreams streams =
        clients == null
            ? new KafkaStreams(defined, properties)
            : new KafkaStreams(defined, properties, clients);
    streams.setStateListener(listener);
    streams.setUncaughtExceptionHandler(failures);
    meters.streamsAdded(group(), streams);
    return streams;
  }

  @Override
  public void release(KafkaStreams streams) {
    meters.streamsRemoved(group(), streams);
  }

  private String group() {
    return stage.pipeline().group(stage.specification());
  }
}
