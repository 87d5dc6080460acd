package io.streamproof.pipeline.fault;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the records that a stage reads are struck, and by what: a pure function of the seed, the
 * fault's name, the stage and the record's position, the same in every process and thread. A fault
 * by rate strikes where the {@link Chance} of {@code <seed>/<name>/<stage>/<partition>@<offset>} is
 * below its rate.
 */
public final class Strikes {
  private final long seed;
  private final String stage;
  private final List<MessageFault> faults;

  Strikes(long seed, String stage, List<MessageFault> faults) {
    this.seed = seed;
    this.stage = stage;
    this.faults = faults;
  }

  /** The fault that strikes the record at a position of the stage's source; null if none does. */
  public @Nullable MessageFault on(int partition, long offset) {
    for (MessageFault fault : faults) {
      if (strikes(fault, partition, offset)) {
        return fault;
      }
    }
    return null;
  }

  /** All faults of the stage, in the order of the plan. */
  public List<MessageFault> faults() {
    return faults;
  }

  private boolean strikes(MessageFault fault, int partition, long offset) {
    Selection selection = fault.selection();
    if (selection instanceof Selection.Every every) {
      return every.has(offset);
    }
    if (selection instanceof Selection.At at) {
      return at.positions().contains(new Position(partition, offset));
    }
    String position = seed + "/" + fault.name() + "/" + stage + "/" + partition + "@" + offset;
    return selection instanceof Selection.Rate rate && Chance.of(position) < rate.rate();
  }
}
