package io.streamproof.pipeline;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The values of one try, all from its seed. One number in eight is at an edge of its range or about
 * zero, where errors like to be.
 */
public final class RandomValues {
  private static final int ONE_IN = 8;
  private static final char LAST_CHARACTER = 0xFFFF;

  private final Random random;

  public RandomValues(long seed) {
    this.random = new Random(seed);
  }

  public boolean yesOrNo() {
    return random.nextBoolean();
  }

  /** An integer of this range, both ends included. */
  public int integer(int from, int to) {
    return (int) number(from, to);
  }

  /** A number of 64 bits. */
  public long number() {
    return number(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** A number of this range, both ends included. */
  public long number(long from, long to) {
    return number(BigInteger.valueOf(from), BigInteger.valueOf(to)).longValueExact();
  }

  /** A number of this range, both ends included. */
  public BigInteger number(BigInteger from, BigInteger to) {
    if (random.nextInt(ONE_IN) == 0) {
      BigInteger edge =
          oneOf(
              List.of(
                  from,
                  from.add(BigInteger.ONE),
                  BigInteger.ONE.negate(),
                  BigInteger.ZERO,
                  BigInteger.ONE,
                  to.subtract(BigInteger.ONE),
                  to));
      return edge.max(from).min(to);
    }
    BigInteger size = to.subtract(from).add(BigInteger.ONE);
    BigInteger drawn;
    do {
      drawn = new BigInteger(size.bitLength(), random);
    } while (drawn.compareTo(size) >= 0);
    return from.add(drawn);
  }

  /** A finite double: of any bits, of few digits, or at an edge. */
  public double decimal() {
    return switch (random.nextInt(4)) {
      case 0 ->
          oneOf(List.of(0.0, -0.0, 0.1, Double.MIN_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE));
      case 1 -> number(-1_000_000, 1_000_000) / 100.0;
      default -> anyDecimal();
    };
  }

  private double anyDecimal() {
    double drawn;
    do {
      drawn = Double.longBitsToDouble(random.nextLong());
    } while (!Double.isFinite(drawn));
    return drawn;
  }

  public <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** A text of these characters; one that stands there twice is drawn twice as often. */
  public String text(String alphabet, int shortest, int longest) {
    StringBuilder text = new StringBuilder();
    for (int left = integer(shortest, longest); left > 0; left--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** A text of any characters, halves of surrogate pairs among them. */
  public String anyText(int longest) {
    StringBuilder text = new StringBuilder();
    for (int left = integer(0, longest); left > 0; left--) {
      text.append((char) (yesOrNo() ? number(0, 127) : number(0, LAST_CHARACTER)));
    }
    return text.toString();
  }

  public <T> List<T> list(int shortest, int longest, Supplier<T> element) {
    List<T> list = new ArrayList<>();
    for (int left = integer(shortest, longest); left > 0; left--) {
      list.add(element.get());
    }
    return list;
  }

  /** The same elements in another order. */
  public <T> List<T> shuffled(List<T> list) {
    List<T> shuffled = new ArrayList<>(list);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }
}
