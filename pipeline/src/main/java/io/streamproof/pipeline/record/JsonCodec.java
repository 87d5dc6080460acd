package io.streamproof.pipeline.record;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.NumberOutput;
import tools.jackson.core.json.JsonFactory;

/**
 * The one codec of values: JSON to plain objects and back, without losing a digit. Objects keep
 * their members' order; a repeated member's last value wins.
 *
 * <p>In memory: objects are maps, arrays are lists, integers are {@link Long} or, beyond 64 bits,
 * {@link BigInteger}; decimals are {@link Double} where a double holds the very number that was
 * written, else {@link BigDecimal}; null is {@link NullValue#NULL_VALUE}.
 */
public final class JsonCodec {
  /** The deepest nesting of a value that is read. */
  public static final int MAX_DEPTH = 500;

  /** The largest power of ten by which a decimal may be written, either way. */
  public static final int MAX_SCALE = 1_000;

  /** Decimals of so many digits survive the way through a double (IEEE 754 binary64). */
  private static final int DIGITS_SAFE_IN_DOUBLE = 15;

  private static final int SCALE_SAFE_IN_DOUBLE = 290;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .build();

  private JsonCodec() {}

  /**
   * Reads one JSON text.
   *
   * @throws UnreadableException if it is no JSON, has something behind it, or breaks a limit
   */
  public static Object read(byte[] json) {
    return read(json, 0, json.length);
  }

  /** As {@link #read(byte[])}, of {@code length} bytes from {@code from}. */
  public static Object read(byte[] json, int from, int length) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json, from, length)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new UnreadableException("empty, where JSON was expected");
      }
      Object value = value(parser, first);
      if (parser.nextToken() != null) {
        throw new UnreadableException(
            "something stands behind the JSON value, at column "
                + parser.currentTokenLocation().getColumnNr());
      }
      return value;
    } catch (JacksonException e) {
      throw new UnreadableException(explain(e));
    }
  }

  /** Reads a record's value: an absent one is null. */
  public static Object readValue(byte @Nullable [] value) {
    return value == null ? NullValue.NULL_VALUE : read(value);
  }

  /**
   * Writes a value as JSON in UTF-8. Besides what {@link #read} gives it takes what CEL computes:
   * timestamps (as RFC 3339), durations (as seconds, {@code "1.5s"}), bytes (as base64), unsigned
   * integers and optionals.
   *
   * @throws UnreadableException for what JSON cannot hold, such as NaN
   */
  public static byte[] write(@Nullable Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      write(generator, value);
    } catch (JacksonException e) {
      throw new UnreadableException(explain(e));
    }
    return out.toByteArray();
  }

  /**
   * The exact number of a value that is one, else null. A double counts as the shortest decimal
   * that denotes it, the same on every JVM.
   */
  public static @Nullable BigDecimal number(Object value) {
    if (value instanceof Long number) {
      return BigDecimal.valueOf(number);
    }
    if (value instanceof BigDecimal number) {
      return number;
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return new BigDecimal(NumberOutput.toString(number, true));
    }
    if (value instanceof BigInteger number) {
      return new BigDecimal(number);
    }
    return value instanceof UnsignedLong number ? new BigDecimal(number.bigIntegerValue()) : null;
  }

  /** A number in the form in which {@link #read} would give it. */
  public static Object narrow(BigDecimal number) {
    if (number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0) {
      BigInteger integer = number.toBigInteger();
      return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
    }
    return decimal(number);
  }

  private static Object value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> decimal(bounded(parser.getDecimalValue()));
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NullValue.NULL_VALUE;
      default -> throw new UnreadableException("unexpected " + token);
    };
  }

  private static Map<String, Object> object(JsonParser parser) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      members.put(name, value(parser, parser.nextToken()));
    }
    return members;
  }

  private static List<Object> array(JsonParser parser) {
    List<Object> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(parser, token));
    }
    return elements;
  }

  private static Object integer(JsonParser parser) {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> parser.getBigIntegerValue();
    };
  }

  private static Object decimal(BigDecimal number) {
    double nearest = number.doubleValue();
    boolean exact =
        number.precision() <= DIGITS_SAFE_IN_DOUBLE
            ? Math.abs(number.scale()) <= SCALE_SAFE_IN_DOUBLE
            : Double.isFinite(nearest)
                && new BigDecimal(NumberOutput.toString(nearest, true)).compareTo(number) == 0;
    return exact ? (Object) nearest : number;
  }

  private static BigDecimal bounded(BigDecimal number) {
    if (Math.abs((long) number.scale()) > MAX_SCALE) {
      throw new UnreadableException("a number's exponent is beyond " + MAX_SCALE);
    }
    return number;
  }

  private static void write(JsonGenerator out, @Nullable Object value) {
    if (value == null || value instanceof NullValue) {
      out.writeNull();
    } else if (value instanceof String text) {
      out.writeString(text);
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
          out.writeName(String.valueOf(name));
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
      out.writeNumber(number);
    } else if (value instanceof BigInteger number) {
      out.writeNumber(number);
    } else if (value instanceof UnsignedLong number) {
      out.writeNumber(number.bigIntegerValue());
    } else {
      return false;
    }
    return true;
  }

  private static void writeComputed(JsonGenerator out, Object value) {
    if (value instanceof Instant time) {
      out.writeString(time.toString());
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

  private static String explain(JacksonException e) {
    String where = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
    return "no JSON" + where + ": " + e.getOriginalMessage();
  }
}
