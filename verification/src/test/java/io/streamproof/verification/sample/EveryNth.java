package io.streamproof.verification.sample;

import io.streamproof.pipeline.operator.Emitter;
import io.streamproof.pipeline.operator.Operator;
import io.streamproof.pipeline.operator.State;
import io.streamproof.pipeline.record.Event;
import java.nio.ByteBuffer;
import java.util.Map;

/** Of each key, emits every n-th event: its number. */
record EveryNth(int n) implements Operator {
  EveryNth {
    if (n < 1) {
      throw new IllegalArgumentException("n must be at least 1");
    }
  }

  @Override
  public boolean stateful() {
    return true;
  }

  @Override
  public void process(Event event, State state, Emitter emitter) {
    byte[] key = event.key() == null ? new byte[0] : event.key();
    byte[] before = state.get(key);
    long number = 1 + (before == null ? 0 : ByteBuffer.wrap(before).getLong());
    state.put(key, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    if (number % n == 0) {
      emitter.emit(Map.of("number", number));
    }
  }
}
