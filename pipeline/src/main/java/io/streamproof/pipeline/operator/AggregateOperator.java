package io.streamproof.pipeline.operator;

import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.spec.OperatorSpecification.Aggregate;
import io.streamproof.pipeline.spec.OperatorSpecification.Emit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of each key, in tumbling windows of event time or in one endless window.
 *
 * <p>Windows begin at multiples of their length since the epoch. One closes when an event of its
 * partition has passed its end and grace; an event too late for its window fails. A result lies in
 * its window: on update it has the event's time, on close the window's last millisecond.
 *
 * <p>State: {@code a<window end><key>} to the accumulators, {@code t} to the end of the last window
 * that has closed.
 */
final class AggregateOperator implements Operator {
  private static final byte[] CLOSED = {'t'};
  private static final long ENDLESS = Long.MAX_VALUE;

  /**
   * How large accumulators may grow that are emitted by a later event, which would have to fail for
   * them: as much as an emission takes, less room for headers.
   */
  private static final int MAX_CLOSING_BYTES = TentativeState.MAX_ENTRY_BYTES - (64 << 10);

  private final Accumulators accumulators;
  private final @Nullable Duration window;
  private final long graceMillis;
  private final boolean emitOnUpdate;
  private final int maxClosingBytes;

  AggregateOperator(Aggregate specification) {
    this.accumulators = new Accumulators(specification.fields());
    this.window = specification.window();
    this.graceMillis = specification.grace().toMillis();
    this.emitOnUpdate = specification.emit() == Emit.ON_UPDATE;
    this.maxClosingBytes = MAX_CLOSING_BYTES - accumulators.namesLength();
  }

  @Override
  public boolean stateful() {
    return true;
  }

  @Override
  public void process(Event event, State state, Emitter emitter) {
    byte[] key = StateKeys.required(event);
    long end = window == null ? ENDLESS : windowEnd(event, window.toMillis(), state, emitter);
    byte[] entry = StateKeys.of('a', end, key);
    byte[] before = state.get(entry);
    List<Object> after = accumulators.add(before == null ? null : JsonCodec.read(before), event);
    byte[] written = JsonCodec.write(after);
    state.put(entry, written);
    if (emitOnUpdate) {
      emitter.emit(accumulators.result(after));
    } else if (key.length + written.length > maxClosingBytes) {
      throw new UnprocessableException("its window's result would be too large to be emitted");
    }
  }

  private long windowEnd(Event event, long millis, State state, Emitter emitter) {
    long closed = close(event.time(), millis, state, emitter);
    long end = (Math.floorDiv(event.time(), millis) + 1) * millis;
    if (end <= closed) {
      throw new UnprocessableException(
          "too late: its window ended at " + end + " and has closed (epoch milliseconds)");
    }
    return end;
  }

  /** Closes the windows that an event of this time ends; gives the end of the last closed one. */
  private long close(long time, long millis, State state, Emitter emitter) {
    byte[] stored = state.get(CLOSED);
    long before = stored == null ? 0 : StateKeys.time(stored);
    long now = Math.floorDiv(time - graceMillis, millis) * millis;
    if (now <= before) {
      return before;
    }
    state.scan(
        StateKeys.of('a', 0),
        StateKeys.of('a', now + 1),
        (entry, value) -> {
          if (!emitOnUpdate) {
            emitter.emit(StateKeys.rest(entry), endOf(entry) - 1, result(value));
          }
          state.delete(entry);
        });
    state.put(CLOSED, StateKeys.time(now));
    return now;
  }

  private Object result(byte[] value) {
    return accumulators.result((List<?>) JsonCodec.read(value));
  }

  private static long endOf(byte[] entry) {
    return StateKeys.time(Arrays.copyOfRange(entry, 1, 1 + Long.BYTES));
  }
}
