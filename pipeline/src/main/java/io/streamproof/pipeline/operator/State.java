package io.streamproof.pipeline.operator;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An operator's memory for one source partition: an ordered map of bytes, by unsigned lexicographic
 * order of the keys.
 */
public interface State {
  byte @Nullable [] get(byte[] key);

  void put(byte[] key, byte[] value);

  void delete(byte[] key);

  /** Visits the entries with {@code from <= key < to} in order, as they were when it began. */
  void scan(byte[] from, byte[] to, BiConsumer<byte[], byte[]> visitor);
}
