package io.streamproof.verification.sequence;

import io.streamproof.pipeline.operator.Emitter;
import io.streamproof.pipeline.operator.Operator;
import io.streamproof.pipeline.operator.State;
import io.streamproof.pipeline.operator.UnprocessableException;
import io.streamproof.pipeline.record.Event;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps the last four values of each key, and emits all four at each new one, three times if the
 * value is a multiple of twelve: so whatever is lost of the state shows in the output.
 */
final class SequenceWindow implements Operator {
  static final int SIZE = 4;
  static final int FANNED_OUT = 12;
  static final int COPIES = 3;

  @Override
  public boolean stateful() {
    return true;
  }

  @Override
  public void process(Event event, State state, Emitter emitter) {
    if (!(event.data() instanceof Map<?, ?> data) || !(data.get("n") instanceof Long value)) {
      throw new UnprocessableException("no number n");
    }
    byte[] key = event.key() == null ? new byte[0] : event.key();
    byte[] before = state.get(key);
    ByteBuffer ring = ByteBuffer.allocate(SIZE * Long.BYTES);
    if (before != null) {
      ring.put(before, Long.BYTES, (SIZE - 1) * Long.BYTES);
    }
    ring.putLong((SIZE - 1) * Long.BYTES, value);
    state.put(key, ring.array());
    Map<String, Object> window = Map.of("window", values(ring));
    for (int copy = 0; copy < (value % FANNED_OUT == 0 ? COPIES : 1); copy++) {
      emitter.emit(window);
    }
  }

  private static List<Object> values(ByteBuffer ring) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      values.add(ring.getLong(i * Long.BYTES));
    }
    return values;
  }
}
