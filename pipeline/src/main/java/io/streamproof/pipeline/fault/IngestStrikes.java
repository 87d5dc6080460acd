package io.streamproof.pipeline.fault;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events are struck on their way in: a pure function of the seed, the fault's name and the
 * event's identity. A fault strikes where the {@link Chance} of {@code <seed>/<name>/<source>#<id>}
 * is below its rate; so an event that is sent again is struck again.
 */
public final class IngestStrikes {
  private final long seed;
  private final List<MessageFault> faults;

  IngestStrikes(long seed, List<MessageFault> faults) {
    this.seed = seed;
    this.faults = faults;
  }

  /** The fault that strikes the event of that CloudEvents source and id; null if none does. */
  public @Nullable MessageFault on(String source, String id) {
    for (MessageFault fault : faults) {
      String event = seed + "/" + fault.name() + "/" + source + "#" + id;
      if (fault.selection() instanceof Selection.Rate rate && Chance.of(event) < rate.rate()) {
        return fault;
      }
    }
    return null;
  }

  /** All faults at ingest, in the order of the plan. */
  public List<MessageFault> faults() {
    return faults;
  }
}
