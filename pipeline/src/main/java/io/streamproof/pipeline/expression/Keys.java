package io.streamproof.pipeline.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cel.common.values.NullValue;
import io.streamproof.pipeline.record.JsonCodec;
import org.jspecify.annotations.Nullable;

/** Record keys of values: text as it is in UTF-8, null as no key, anything else as its JSON. */
public final class Keys {
  private Keys() {}

  public static byte @Nullable [] encode(@Nullable Object value) {
    if (value == null || value instanceof NullValue) {
      return null;
    }
    return value instanceof String text ? text.getBytes(UTF_8) : JsonCodec.write(value);
  }
}
