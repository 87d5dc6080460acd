package io.streamproof.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the run of a seed ended.
 *
 * @param failure what is wrong, in words; null: nothing
 * @param trace what happens in a shortened run that fails likewise, a line for each step
 */
public record SeedResult(long seed, @Nullable String failure, List<String> trace) {
  public SeedResult {
    trace = List.copyOf(trace);
  }
}
