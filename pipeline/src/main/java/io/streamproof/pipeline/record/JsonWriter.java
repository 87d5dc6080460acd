package io.streamproof.pipeline.record;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes plain objects, and what CEL computes, to a generator. */
final class JsonWriter {
  private static final Instant FIRST_TIME = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private JsonWriter() {}

  static void write(JsonGenerator out, @Nullable Object value) {
    if (value == null || value instanceof NullValue) {
      out.writeNull();
    } else if (value instanceof String text) {
      out.writeString(Utf8.checked(text));
    } else if (value instanceof Map<?, ?> members) {
      writeObject(out, members);
    } else if (value instanceof Iterable<?> elements) {
      out.writeStartArray();
      elements.forEach(element -> write(out, element));
      out.writeEndArray();
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else if (!writeNumber(out, value)) {
      writeComputed(out, value);
    }
  }

  private static void writeObject(JsonGenerator out, Map<?, ?> members) {
    out.writeStartObject();
    members.forEach(
        (name, member) -> {
          out.writeName(Utf8.checked(String.valueOf(name)));
          write(out, member);
        });
    out.writeEndObject();
  }

  private static boolean writeNumber(JsonGenerator out, Object value) {
    if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof Double number) {
      if (!Double.isFinite(number)) {
        throw new UnreadableException(number + " is no number in JSON");
      }
      out.writeNumber(number);
    } else if (value instanceof Integer number) {
      out.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      writeDecimal(out, JsonNumbers.bounded(number));
    } else if (value instanceof BigInteger number) {
      out.writeNumber(JsonNumbers.bounded(number));
    } else if (value instanceof UnsignedLong number) {
      out.writeNumber(number.bigIntegerValue());
    } else {
      return false;
    }
    return true;
  }

  /** In the form that reading and writing it again would keep. */
  private static void writeDecimal(JsonGenerator out, BigDecimal number) {
    if (number.scale() != 0 && JsonNumbers.decimal(number) instanceof Double held) {
      out.writeNumber(held);
    } else {
      out.writeNumber(number);
    }
  }

  private static void writeComputed(JsonGenerator out, Object value) {
    if (value instanceof Instant time) {
      out.writeString(rfc3339(time));
    } else if (value instanceof Duration duration) {
      BigDecimal seconds =
          BigDecimal.valueOf(duration.getSeconds())
              .add(BigDecimal.valueOf(duration.getNano(), 9))
              .stripTrailingZeros();
      out.writeString(seconds.toPlainString() + "s");
    } else if (value instanceof CelByteString bytes) {
      out.writeString(Base64.getEncoder().encodeToString(bytes.toByteArray()));
    } else if (value instanceof Optional<?> optional) {
      write(out, optional.orElse(null));
    } else {
      throw new UnreadableException("JSON cannot hold a " + value.getClass().getSimpleName());
    }
  }

  private static String rfc3339(Instant time) {
    if (time.isBefore(FIRST_TIME) || time.isAfter(LAST_TIME)) {
      throw new UnreadableException("a time outside of the years 1 to 9999: " + time);
    }
    return time.toString();
  }
}
