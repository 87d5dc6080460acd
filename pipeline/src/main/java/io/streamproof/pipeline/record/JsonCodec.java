package io.streamproof.pipeline.record;

import dev.cel.common.values.NullValue;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * The one codec of values: JSON in UTF-8 to plain objects and back, without losing a digit. Objects
 * keep their members' order; a repeated member's last value wins. What it writes it also reads, and
 * what it reads it can write: the limits are the same both ways, and so is what text may be, which
 * is what UTF-8 has a form for.
 *
 * <p>In memory: objects are maps, arrays are lists, integers are {@link Long} or, beyond 64 bits,
 * {@link java.math.BigInteger}; decimals are {@link Double} where a double holds the very number
 * that was written, else {@link BigDecimal}; null is {@link NullValue#NULL_VALUE}.
 */
public final class JsonCodec {
  /** The deepest nesting of a value. */
  public static final int MAX_DEPTH = 500;

  /** The most digits of a number. */
  public static final int MAX_DIGITS = 1_000;

  /** The largest power of ten by which a decimal may be written, either way. */
  public static final int MAX_SCALE = 1_000;

  /** Longer than any text in a value that a topic takes: it is the value that is bounded. */
  private static final int MAX_TEXT = 16 << 20;

  /**
   * The charset is not guessed, and a document full of colliding names is slow rather than refused:
   * whether a value can be read must not depend on what was read before.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(2 * MAX_DIGITS)
                  .maxStringLength(MAX_TEXT)
                  .maxNameLength(MAX_TEXT)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
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
      return JsonReader.whole(parser);
    } catch (JacksonException e) {
      throw new UnreadableException(explain(e));
    } catch (NumberFormatException e) {
      throw new UnreadableException("a number's exponent is beyond " + MAX_SCALE);
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
   * @throws UnreadableException for what JSON cannot hold, such as NaN, or what breaks a limit
   */
  public static byte[] write(@Nullable Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      JsonWriter.write(generator, value);
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
    return JsonNumbers.exact(value);
  }

  /** A number in the narrowest form that holds it: an integer if it is one, however written. */
  public static Object narrow(BigDecimal number) {
    return JsonNumbers.narrow(number);
  }

  private static String explain(JacksonException e) {
    String where = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
    return "no JSON" + where + ": " + e.getOriginalMessage();
  }
}
