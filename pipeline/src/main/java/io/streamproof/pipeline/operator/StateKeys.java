package io.streamproof.pipeline.operator;

import io.streamproof.pipeline.record.Event;
import java.nio.ByteBuffer;

/**
 * Keys of state entries: a letter for the kind of entry, times as 8 big-endian bytes, so that the
 * order of keys is that of time, then the record's key or an event's identity.
 */
final class StateKeys {
  private StateKeys() {}

  /** The event's key; a stateful operator by key cannot do without. */
  static byte[] required(Event event) {
    byte[] key = event.key();
    if (key == null) {
      throw new UnprocessableException("the record has no key");
    }
    return key;
  }

  static byte[] of(char kind, byte[] rest) {
    return ByteBuffer.allocate(1 + rest.length).put((byte) kind).put(rest).array();
  }

  static byte[] of(char kind, long time, byte[] rest) {
    return ByteBuffer.allocate(1 + Long.BYTES + rest.length)
        .put((byte) kind)
        .putLong(time)
        .put(rest)
        .array();
  }

  static byte[] of(char kind, long time) {
    return of(kind, time, new byte[0]);
  }

  static byte[] time(long time) {
    return ByteBuffer.allocate(Long.BYTES).putLong(time).array();
  }

  static long time(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }

  /** What stands behind the kind and the time. */
  static byte[] rest(byte[] key) {
    byte[] rest = new byte[key.length - 1 - Long.BYTES];
    System.arraycopy(key, 1 + Long.BYTES, rest, 0, rest.length);
    return rest;
  }
}
