package io.streamproof.pipeline.operator;

import org.jspecify.annotations.Nullable;

/** Where an operator puts its emissions; their order gives them their index, from 0. */
public interface Emitter {
  /** Emits the event's payload as it is, byte by byte. */
  void forward();

  /** Emits a payload (as the codec holds values) at the event's key and time. */
  void emit(Object data);

  /**
   * Emits a payload at a key and an event time (epoch milliseconds) of its own. The stage's {@code
   * key} does not apply to it.
   */
  void emit(byte @Nullable [] key, long time, Object data);
}
