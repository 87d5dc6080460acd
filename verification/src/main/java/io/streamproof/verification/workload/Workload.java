package io.streamproof.verification.workload;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Events for a run, in the order in which they are to be sent; the same for the same seed. */
public interface Workload {
  /** Gives each event to {@code receiver}, in order. */
  void forEach(long seed, Consumer<OutgoingEvent> receiver) throws IOException;

  /** How many events a second are sent; null: as fast as ingest takes them. */
  default @Nullable Integer ratePerSecond() {
    return null;
  }
}
