package io.streamproof.pipeline.operator;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What an operator gets that keeps no state: one that touches it fails, and everywhere alike. */
public enum NoState implements State {
  INSTANCE;

  @Override
  public byte @Nullable [] get(byte[] key) {
    throw touched();
  }

  @Override
  public void put(byte[] key, byte[] value) {
    throw touched();
  }

  @Override
  public void delete(byte[] key) {
    throw touched();
  }

  @Override
  public void scan(byte[] from, byte[] to, BiConsumer<byte[], byte[]> visitor) {
    throw touched();
  }

  private static UnprocessableException touched() {
    return new UnprocessableException("the operator uses state, but says that it keeps none");
  }
}
