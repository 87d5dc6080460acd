package io.streamproof.verification.bench;

import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.verification.stack.StackException;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Fills the topics of the bench's pipeline with what its stages make of so many events. Nothing
 * else writes there, so offsets count up without gaps.
 */
public final class LineageLoad {
  private static final long PROGRESS_EVERY = 100_000;

  private final PipelineSpecification pipeline;
  private final ReferenceStage passed;
  private final ReferenceStage recent;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private Sizes sizes = new Sizes(0, 0);

  /** How many records the source has, and each topic behind it. */
  public record Sizes(long source, long passed) {}

  public LineageLoad(PipelineSpecification pipeline) {
    this.pipeline = pipeline;
    this.passed = reference("passed");
    this.recent = reference("recent");
  }

  /** Writes it all; {@code progress} is told now and then how many events are written. */
  public Sizes write(String brokers, long events, LongConsumer progress) {
    try (KafkaProducer<byte[], byte[]> producer = producer(brokers)) {
      for (long offset = 0; offset < events; offset++) {
        event(producer, LineageEvents.at(pipeline.sourceTopic(), offset));
        if (offset % PROGRESS_EVERY == 0) {
          progress.accept(offset);
          requireSent();
        }
      }
      producer.flush();
    }
    requireSent();
    return sizes;
  }

  private void event(KafkaProducer<byte[], byte[]> producer, SourceRecord event) {
    send(producer, event);
    long through = sizes.passed();
    for (OutputRecord output : passed.process(event)) {
      SourceRecord standing = standing(output, through);
      send(producer, standing);
      recent.process(standing).forEach(sum -> send(producer, standing(sum, 0)));
      through++;
    }
    sizes = new Sizes(event.offset() + 1, through);
  }

  private static SourceRecord standing(OutputRecord output, long offset) {
    return new SourceRecord(
        output.topic(),
        output.partition(),
        offset,
        output.timestamp(),
        output.key(),
        output.value(),
        output.headers(output.timestamp() * 1_000));
  }

  private void send(KafkaProducer<byte[], byte[]> producer, SourceRecord record) {
    // What fails is kept by the callback, and ends the load.
    Future<?> unused =
        producer.send(
            new ProducerRecord<>(
                record.topic(),
                record.partition(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers()),
            (metadata, e) -> {
              if (e != null) {
                failure.compareAndSet(null, e);
              }
            });
  }

  private void requireSent() {
    Exception failed = failure.get();
    if (failed != null) {
      throw new StackException("the topics could not be filled: " + failed);
    }
  }

  private ReferenceStage reference(String stage) {
    return new ReferenceStage(
        Stage.of(pipeline, pipeline.stage(stage).orElseThrow(), CustomOperators.NONE));
  }

  private static KafkaProducer<byte[], byte[]> producer(String brokers) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4",
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.BATCH_SIZE_CONFIG,
            256 << 10),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
