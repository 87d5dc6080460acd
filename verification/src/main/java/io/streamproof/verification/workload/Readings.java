package io.streamproof.verification.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Generated events for pipelines of every kind: readings of devices, and now and then a device's
 * profile. The event at a position is a pure function of seed and position.
 *
 * <p>A payload is {@code {"n", "key", "amount", "flag", "note", "items": [{"piece", "weight"}…]}},
 * of type {@code reading}, or {@code {"n", "key", "name"}}, of type {@code profile}. A malformed
 * one alternately has no type, so that ingest must refuse it, or is of type {@code reading} and
 * lacks all but {@code n} and {@code key}, so that operators who need more must put it among their
 * dead letters.
 *
 * @param records in all, the duplicates and malformed ones included, or {@link #ENDLESS}
 * @param keys how many devices there are
 * @param skew the exponent of the zipf distribution over the keys; 0: all are equally frequent
 * @param duplicates the share of events that are an earlier one sent again, with its id
 * @param late the share of events that are dated {@link #LATE_BY} back
 * @param malformed the share of events that cannot be processed
 */
public record Readings(
    long records,
    int keys,
    double skew,
    double duplicates,
    double late,
    double malformed,
    @Nullable Integer ratePerSecond)
    implements Workload {
  /** By how much a late event is dated back. */
  public static final Duration LATE_BY = Duration.ofHours(2);

  /** Dated {@linkplain Workload ahead}. */
  private static final Instant BEGIN = Instant.parse("2048-03-31T00:00:00Z");

  private static final int MILLIS_BETWEEN = 500;
  private static final int PROFILE_EVERY = 20;
  private static final int FURTHEST_BACK = 200;

  /** Spreads neighbouring positions over the generator's seeds. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  @Override
  public Stream<OutgoingEvent> events(long seed) {
    Zipf zipf = new Zipf(keys, skew);
    return LongStream.range(0, records).mapToObj(position -> at(seed, position, zipf));
  }

  @Override
  public boolean isEndless() {
    return records == ENDLESS;
  }

  private OutgoingEvent at(long seed, long position, Zipf zipf) {
    SplittableRandom random = random(~seed, position);
    boolean again = random.nextDouble() < duplicates;
    long back = 1L + random.nextLong(FURTHEST_BACK);
    return first(seed, again && back <= position ? position - back : position, zipf);
  }

  private OutgoingEvent first(long seed, long position, Zipf zipf) {
    SplittableRandom random = random(seed, position);
    boolean profile = random.nextInt(PROFILE_EVERY) == 0;
    boolean isLate = random.nextDouble() < late;
    boolean isMalformed = random.nextDouble() < malformed;
    String key = "device-" + zipf.draw(random.nextDouble());
    Instant time = BEGIN.plusMillis(position * MILLIS_BETWEEN);
    String type = profile && !isMalformed ? "profile" : "reading";
    return new OutgoingEvent(
        "/scenario/readings",
        String.valueOf(position),
        isMalformed && position % 2 == 0 ? null : type,
        isLate ? time.minus(LATE_BY) : time,
        isMalformed
            ? "{\"n\":%s,\"key\":\"%s\"}".formatted(position, key)
            : profile ? profile(position, key) : reading(position, key, random));
  }

  private static String profile(long position, String key) {
    return "{\"n\":%s,\"key\":\"%s\",\"name\":\"%s, as of %s\"}"
        .formatted(position, key, key, position);
  }

  private static String reading(long position, String key, SplittableRandom random) {
    int cents = random.nextInt(100_000);
    StringBuilder items = new StringBuilder();
    for (int count = random.nextInt(4); count > 0; count--) {
      items.append(items.isEmpty() ? "" : ",");
      items.append("{\"piece\":%s,\"weight\":%s}".formatted(count, 1 + random.nextInt(50)));
    }
    return String.format(
        Locale.ROOT,
        "{\"n\":%d,\"key\":\"%s\",\"amount\":%d.%02d,\"flag\":%b,\"note\":\"%s\",\"items\":[%s]}",
        position,
        key,
        cents / 100,
        cents % 100,
        random.nextBoolean(),
        position % 7 == 0 ? "μέτρηση" : "measured",
        items);
  }

  private static SplittableRandom random(long seed, long position) {
    return new SplittableRandom(seed + GOLDEN * position);
  }
}
