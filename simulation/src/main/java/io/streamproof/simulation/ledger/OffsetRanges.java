package io.streamproof.simulation.ledger;

import java.util.Map;
import java.util.TreeMap;

/**
 * A set of offsets, as ranges that do not touch.
 *
 * @param ends by its first offset, the end of each range, exclusive
 */
record OffsetRanges(Map<Long, Long> ends) {
  static OffsetRanges of(long from, long to) {
    return new OffsetRanges(Map.of(from, to));
  }

  OffsetRanges plus(OffsetRanges other) {
    TreeMap<Long, Long> all = new TreeMap<>(ends);
    other.ends.forEach((from, to) -> all.merge(from, to, Math::max));
    TreeMap<Long, Long> merged = new TreeMap<>();
    all.forEach(
        (from, to) -> {
          Map.Entry<Long, Long> last = merged.lastEntry();
          if (last != null && from <= last.getValue()) {
            merged.put(last.getKey(), Math.max(last.getValue(), to));
          } else {
            merged.put(from, to);
          }
        });
    return new OffsetRanges(merged);
  }
}
