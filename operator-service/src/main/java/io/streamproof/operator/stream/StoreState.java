package io.streamproof.operator.stream;

import io.streamproof.pipeline.operator.State;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** An operator's state in the task's own store, whose changelog restores it elsewhere. */
record StoreState(KeyValueStore<Bytes, byte[]> store) implements State {
  @Override
  public byte @Nullable [] get(byte[] key) {
    return store.get(Bytes.wrap(key));
  }

  @Override
  public void put(byte[] key, byte[] value) {
    store.put(Bytes.wrap(key), value);
  }

  @Override
  public void delete(byte[] key) {
    store.delete(Bytes.wrap(key));
  }

  @Override
  public void scan(byte[] from, byte[] to, BiConsumer<byte[], byte[]> visitor) {
    try (KeyValueIterator<Bytes, byte[]> range = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
      while (range.hasNext()) {
        KeyValue<Bytes, byte[]> entry = range.next();
        // A store's range takes its end in.
        if (Arrays.compareUnsigned(entry.key.get(), to) < 0) {
          visitor.accept(entry.key.get(), entry.value);
        }
      }
    }
  }
}
