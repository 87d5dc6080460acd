package io.streamproof.pipeline.operator;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A state whose changes are kept aside until they are accepted, so that an operator that fails
 * midway leaves no trace. The operator's arrays are copied, so that it may use them again. It tells
 * failures of the state beneath from those of the operator.
 */
public final class TentativeState implements State {
  /** The largest entry: it has to fit into a record of the changelog. */
  public static final int MAX_ENTRY_BYTES = 4 << 20;

  private final State beneath;
  private final NavigableMap<byte[], Optional<byte[]>> changes =
      new TreeMap<>(Arrays::compareUnsigned);
  private @Nullable RuntimeException failure;

  public TentativeState(State beneath) {
    this.beneath = beneath;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    Objects.requireNonNull(key);
    Optional<byte[]> changed = changes.get(key);
    return changed != null
        ? changed.map(byte[]::clone).orElse(null)
        : guarded(() -> beneath.get(key));
  }

  /**
   * Puts an entry.
   *
   * @throws UnprocessableException if it is larger than {@link #MAX_ENTRY_BYTES}
   */
  @Override
  public void put(byte[] key, byte[] value) {
    long size = (long) key.length + value.length;
    if (size > MAX_ENTRY_BYTES) {
      throw new UnprocessableException(
          "a state entry of " + size + " bytes is over the limit of " + MAX_ENTRY_BYTES);
    }
    changes.put(key.clone(), Optional.of(value.clone()));
  }

  @Override
  public void delete(byte[] key) {
    changes.put(key.clone(), Optional.empty());
  }

  @Override
  public void scan(byte[] from, byte[] to, BiConsumer<byte[], byte[]> visitor) {
    if (Arrays.compareUnsigned(from, to) >= 0) {
      return;
    }
    NavigableMap<byte[], byte[]> range = new TreeMap<>(Arrays::compareUnsigned);
    guarded(
        () -> {
          beneath.scan(from, to, range::put);
          return null;
        });
    changes
        .subMap(from, true, to, false)
        .forEach(
            (key, value) -> value.ifPresentOrElse(v -> range.put(key, v), () -> range.remove(key)));
    range.forEach(visitor);
  }

  /** Carries the changes over to the state beneath. */
  public void accept() {
    changes.forEach(
        (key, value) -> value.ifPresentOrElse(v -> beneath.put(key, v), () -> beneath.delete(key)));
  }

  /** What the state beneath has thrown, if it has: no fault of the event's. */
  public @Nullable RuntimeException failure() {
    return failure;
  }

  private <T> @Nullable T guarded(Supplier<@Nullable T> read) {
    try {
      return read.get();
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }
}
