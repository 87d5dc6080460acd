package io.streamproof.pipeline.record;

import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Values as the codec holds them, of every kind and nesting. */
public final class JsonValues {
  private JsonValues() {}

  public static Arbitrary<Object> any() {
    return Arbitraries.recursive(JsonValues::scalars, JsonValues::nested, 0, 4);
  }

  public static Arbitrary<Object> scalars() {
    return Arbitraries.oneOf(
        Arbitraries.just((Object) NullValue.NULL_VALUE),
        Arbitraries.of(true, false).map(value -> value),
        texts().map(text -> text),
        numbers());
  }

  public static Arbitrary<Object> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(number -> number),
        Arbitraries.doubles().map(number -> number),
        Arbitraries.bigIntegers()
            .between(BigInteger.TEN.pow(40).negate(), BigInteger.TEN.pow(40))
            .map(number -> number),
        decimals().map(number -> number));
  }

  public static Arbitrary<BigDecimal> decimals() {
    return Arbitraries.bigIntegers()
        .between(BigInteger.TEN.pow(40).negate(), BigInteger.TEN.pow(40))
        .flatMap(
            digits -> Arbitraries.integers().between(-60, 60).map(s -> new BigDecimal(digits, s)));
  }

  static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("ab\"\\/\n\u0000é東")
        .withChars('\u007f', '\u0100')
        .ofMaxLength(12);
  }

  private static Arbitrary<Object> nested(Arbitrary<Object> inner) {
    return Arbitraries.oneOf(
        inner.list().ofMaxSize(4).map(list -> list),
        Arbitraries.maps(texts(), inner).ofMaxSize(4).map(LinkedHashMap::new));
  }
}
