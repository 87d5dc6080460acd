package io.streamproof.verification.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A shop's events: profiles of accounts and orders of articles. The event at a position is a pure
 * function of seed and position. Among them are amounts with cents, integers beyond 53 bits,
 * unicode keys, nulls, missing members, times slightly out of order, and orders without items,
 * which an operator that needs them cannot process.
 *
 * @param seed the same seed gives the same events
 */
public record Orders(long seed) {
  /** Before a leap day, and {@linkplain Workload ahead}. */
  private static final Instant BEGIN = Instant.parse("2048-02-28T22:00:00Z");

  private static final int MILLIS_BETWEEN = 250;
  private static final int MILLIS_OUT_OF_ORDER = 2_000;
  private static final int ACCOUNTS = 500;
  private static final int ARTICLES = 40;

  /** Spreads neighbouring positions over the generator's seeds. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /**
   * An event.
   *
   * @param profile whether it is an account's profile; else it is an order
   * @param cents an order's amount, or from what a profile's discount is made
   * @param items of an order; null for a profile, and for an order that lacks them
   */
  public record Event(
      boolean profile,
      String account,
      Instant time,
      long reference,
      long cents,
      @Nullable List<Item> items) {}

  /** Some pieces of one article. */
  public record Item(String article, int quantity, long priceCents) {}

  /** The event at a position. */
  public Event at(long position) {
    SplittableRandom random = new SplittableRandom(seed + GOLDEN * position);
    boolean profile = random.nextInt(20) == 0;
    boolean lacksItems = random.nextInt(1_000) == 0;
    long millis = position * MILLIS_BETWEEN - random.nextInt(MILLIS_OUT_OF_ORDER);
    return new Event(
        profile,
        account(random.nextInt(ACCOUNTS)),
        BEGIN.plusMillis(millis),
        Long.MAX_VALUE - random.nextInt(1_000_000),
        random.nextInt(1_000_000),
        profile || lacksItems ? null : items(random));
  }

  /** The event at a position as JSON, without a line's end. */
  public String json(long position) {
    Event event = at(position);
    String common =
        "\"account\":\"%s\",\"time\":\"%s\",\"reference\":%s"
            .formatted(event.account(), event.time(), event.reference());
    if (event.profile()) {
      String discount = position % 3 == 0 ? "null" : amount(event.cents() % 100);
      return "{\"kind\":\"profile\",%s,\"discount\":%s}".formatted(common, discount);
    }
    String items = event.items() == null ? "" : ",\"items\":" + json(event.items());
    return "{\"kind\":\"order\",%s,\"amount\":%s%s}"
        .formatted(common, amount(event.cents()), items);
  }

  /** Writes the events of the positions {@code from <= position < to}, a line each. */
  public void write(Path file, long from, long to) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
      for (long position = from; position < to; position++) {
        out.write(json(position));
        out.write('\n');
      }
    }
  }

  private static List<Item> items(SplittableRandom random) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(
            i ->
                new Item(
                    "article-" + random.nextInt(ARTICLES),
                    1 + random.nextInt(9),
                    1 + random.nextInt(99_999)))
        .toList();
  }

  private static String json(List<Item> items) {
    return items.stream()
        .map(
            item ->
                "{\"article\":\"%s\",\"quantity\":%s,\"price\":%s}"
                    .formatted(item.article(), item.quantity(), amount(item.priceCents())))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String account(int number) {
    return (number % 7 == 0 ? "κατάστημα-" : "account-") + number;
  }

  private static String amount(long cents) {
    return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
  }
}
