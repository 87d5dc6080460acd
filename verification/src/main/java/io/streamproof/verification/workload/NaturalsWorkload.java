package io.streamproof.verification.workload;

import java.time.Instant;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The natural numbers, of each key from 1 on without a gap, the keys in turn: what comes of them
 * shows by itself whether something is missing, doubled or out of order.
 *
 * @param records in all, or {@link #ENDLESS}
 */
public record NaturalsWorkload(long records, int keys, @Nullable Integer ratePerSecond)
    implements Workload {
  /** Dated {@linkplain Workload ahead}. */
  private static final Instant BEGIN = Instant.parse("2048-01-01T00:00:00Z");

  @Override
  public Stream<OutgoingEvent> events(long seed) {
    return LongStream.range(0, records).mapToObj(this::at);
  }

  @Override
  public boolean isEndless() {
    return records == ENDLESS;
  }

  private OutgoingEvent at(long position) {
    String data = "{\"key\":\"key-%s\",\"n\":%s}".formatted(position % keys, 1 + position / keys);
    return new OutgoingEvent(
        "/scenario/naturals",
        String.valueOf(position),
        "natural",
        BEGIN.plusMillis(position),
        data);
  }
}
