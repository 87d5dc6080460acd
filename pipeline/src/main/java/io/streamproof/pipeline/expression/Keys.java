package io.streamproof.pipeline.expression;

import dev.cel.common.values.NullValue;
import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.record.Utf8;
import org.jspecify.annotations.Nullable;

/** Record keys of values: text as it is in UTF-8, null as no key, anything else as its JSON. */
public final class Keys {
  private Keys() {}

  public static byte @Nullable [] encode(@Nullable Object value) {
    if (value == null || value instanceof NullValue) {
      return null;
    }
    return value instanceof String text ? Utf8.encode(text) : JsonCodec.write(value);
  }
}
