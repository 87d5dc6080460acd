package io.streamproof.operator.host;

import io.streamproof.pipeline.stage.Stage;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows the state of Kafka Streams, and ends the process when it has failed for good. */
public final class StreamsWatch implements KafkaStreams.StateListener {
  private static final Logger log = LoggerFactory.getLogger(StreamsWatch.class);
  private static final int EXIT_CODE = 1;

  private final Stage stage;
  private final Exit exit;
  private volatile State state = State.CREATED;

  public StreamsWatch(Stage stage, Exit exit) {
    this.stage = stage;
    this.exit = exit;
  }

  @Override
  public void onChange(State now, State before) {
    state = now;
    String group = stage.pipeline().group(stage.specification());
    if (now == State.ERROR) {
      log.error("Stage {} has failed; its process ends.", group);
      exit.with(EXIT_CODE);
    } else {
      log.info("Stage {} is {}, was {}.", group, now, before);
    }
  }

  State state() {
    return state;
  }
}
