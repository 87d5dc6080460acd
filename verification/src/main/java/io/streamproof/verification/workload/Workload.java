package io.streamproof.verification.workload;

import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events for a run, in the order in which they are to be sent; the same for the same seed.
 *
 * <p>Those that are made up are dated ahead of all runs: by the time of its newest event a broker
 * tells whether it may forget a producer, and would then write what ingest sends again.
 */
public interface Workload {
  /** In place of a number of events: they do not end by themselves. */
  long ENDLESS = Long.MAX_VALUE;

  /** All events, in order; to be closed. */
  Stream<OutgoingEvent> events(long seed) throws IOException;

  /** How many events a second are sent; null: as fast as ingest takes them. */
  default @Nullable Integer ratePerSecond() {
    return null;
  }

  /** Whether the events do not end by themselves. */
  default boolean isEndless() {
    return false;
  }

  /** So many of the first events, sent as fast as ingest takes them. */
  default Workload first(long events) {
    return seed -> events(seed).limit(events);
  }
}
