package io.streamproof.pipeline.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.Event;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Forwards the first event of each source and id, and drops those that follow within a span of
 * event time, either way.
 *
 * <p>State: {@code d<identity>} to the time of the first; {@code x<time><identity>} to forget it
 * by; {@code t} to the time up to which all is forgotten. What has gone out of the span is
 * forgotten in steps of a sixteenth of it.
 */
final class DeduplicateOperator implements Operator {
  private static final byte[] FORGOTTEN = {'t'};
  private static final int STEPS = 16;

  private final long spanMillis;

  DeduplicateOperator(Duration within) {
    this.spanMillis = within.toMillis();
  }

  @Override
  public boolean stateful() {
    return true;
  }

  @Override
  public void process(Event event, State state, Emitter emitter) {
    forget(event.time(), state);
    byte[] identity = identity(event.source().getBytes(UTF_8), event.id().getBytes(UTF_8));
    byte[] entry = StateKeys.of('d', identity);
    byte[] seen = state.get(entry);
    if (seen != null && Math.abs(event.time() - StateKeys.time(seen)) <= spanMillis) {
      return;
    }
    if (seen != null) {
      state.delete(StateKeys.of('x', StateKeys.time(seen), identity));
    }
    state.put(entry, StateKeys.time(event.time()));
    state.put(StateKeys.of('x', event.time(), identity), new byte[0]);
    emitter.forward();
  }

  /** The source's length stands ahead, so that no two pairs look alike. */
  private static byte[] identity(byte[] source, byte[] id) {
    return ByteBuffer.allocate(Integer.BYTES + source.length + id.length)
        .putInt(source.length)
        .put(source)
        .put(id)
        .array();
  }

  private void forget(long time, State state) {
    long step = Math.max(1, spanMillis / STEPS);
    long now = Math.floorDiv(time - spanMillis, step) * step;
    byte[] stored = state.get(FORGOTTEN);
    if (now <= (stored == null ? 0 : StateKeys.time(stored))) {
      return;
    }
    state.scan(
        StateKeys.of('x', 0),
        StateKeys.of('x', now),
        (entry, ignored) -> {
          state.delete(StateKeys.of('d', StateKeys.rest(entry)));
          state.delete(entry);
        });
    state.put(FORGOTTEN, StateKeys.time(now));
  }
}
