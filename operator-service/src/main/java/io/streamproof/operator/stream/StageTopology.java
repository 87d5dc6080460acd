package io.streamproof.operator.stream;

import io.streamproof.pipeline.kafka.Topics;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * A stage as a topology: its source topic, a processor, and one sink for emissions and dead letters
 * alike. All that a record becomes is decided by the {@link Stage}; the sink only obeys.
 */
public final class StageTopology {
  /** The store of a stateful stage. */
  static final String STORE = "state";

  /** A changelog's records have the time of the event that made them, which may be any. */
  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          String.valueOf(Topics.MAX_STATE_BYTES),
          TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
          String.valueOf(Long.MAX_VALUE),
          TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
          String.valueOf(Long.MAX_VALUE));

  private static final String SOURCE = "source";
  private static final String PROCESSOR = "stage";
  private static final String SINK = "output";

  /** As in {@code SourceRecord.of}; to Kafka Streams a negative time would mean: drop it. */
  private static final TimestampExtractor EVENT_TIME =
      (record, streamTime) -> Math.max(0, record.timestamp());

  private static final Serializer<OutputRecord> VALUE = (topic, output) -> output.value();

  private static final StreamPartitioner<byte[], OutputRecord> COMPUTED_PARTITION =
      (topic, key, output, partitions) -> Optional.of(Set.of(output.partition()));

  private final Stage stage;
  private final Instruments instruments;
  private final InstantSource clock;
  private final Passage.Gate gate;

  public StageTopology(
      Stage stage, Instruments instruments, InstantSource clock, Passage.Gate gate) {
    this.stage = stage;
    this.instruments = instruments;
    this.clock = clock;
    this.gate = gate;
  }

  /** The topic in which Kafka Streams keeps the state of a stateful stage. */
  public static String changelog(Stage stage) {
    return stage.pipeline().group(stage.specification()) + "-" + STORE + "-changelog";
  }

  /** Adds the stage to an empty topology. */
  public Topology define(Topology topology) {
    PipelineSpecification pipeline = stage.pipeline();
    topology
        .addSource(
            // Where to begin is committed before it starts.
            AutoOffsetReset.none(),
            SOURCE,
            EVENT_TIME,
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            pipeline.sourceTopic(stage.specification()))
        .addProcessor(PROCESSOR, () -> new StageProcessor(stage, instruments, clock, gate), SOURCE)
        .addSink(
            SINK,
            (key, output, context) -> output.topic(),
            new ByteArraySerializer(),
            VALUE,
            COMPUTED_PARTITION,
            PROCESSOR);
    return stage.stateful() ? topology.addStateStore(store(), PROCESSOR) : topology;
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(CHANGELOG);
  }
}
