package io.streamproof.operator.fault;

import io.streamproof.pipeline.stage.OutputRecord;

/**
 * What is sent in the end, be it an output of the stage or what a fault has made of one.
 *
 * @param traced whether its headers carry its trace context
 */
record Sent(OutputRecord output, boolean traced) {
  static Sent of(OutputRecord output) {
    return new Sent(output, true);
  }
}
