package io.streamproof.operator.host;

import java.nio.file.Path;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.StateListener;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;

/** Creates a stage's Kafka Streams once the folder of its state is known. */
public interface StreamsFactory {
  /**
   * Creates streams that have not started.
   *
   * @param listener gets every change of their state
   * @param failures decides what becomes of a thread that fails
   */
  KafkaStreams create(
      Path stateFolder, StateListener listener, StreamsUncaughtExceptionHandler failures);

  /** Removes what {@link #create} has registered for streams that are closed now. */
  void release(KafkaStreams streams);
}
