package io.streamproof.operator.stream;

import io.streamproof.pipeline.stage.OutputRecord;
import org.apache.kafka.common.header.Headers;

/** The way to the brokers for the outputs of one record. */
public interface Sending {
  /** Sends an output under its own headers. */
  default void send(OutputRecord output) {
    send(output, headers(output));
  }

  /** Sends an output under these headers. */
  void send(OutputRecord output, Headers headers);

  /** The headers of an output that is sent now. */
  Headers headers(OutputRecord output);
}
