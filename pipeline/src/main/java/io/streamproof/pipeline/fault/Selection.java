package io.streamproof.pipeline.fault;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which records a fault strikes. */
public sealed interface Selection {

  /** About so many of all, more than 0 and at most 1: those whose {@link Chance} is below it. */
  record Rate(double rate) implements Selection {
    @Override
    public String toString() {
      return "rate " + rate;
    }
  }

  /** The last of each {@code n} offsets of a partition: {@code offset % n == n - 1}. */
  record Every(long n) implements Selection {
    boolean has(long offset) {
      return offset % n == n - 1;
    }

    @Override
    public String toString() {
      return "every " + n;
    }
  }

  /** Those at the named positions. */
  record At(Set<Position> positions) implements Selection {
    public At {
      positions = Set.copyOf(positions);
    }

    At(List<Position> positions) {
      this(Set.copyOf(positions));
    }

    @Override
    public String toString() {
      return "at "
          + positions.stream().map(Position::toString).sorted().collect(Collectors.joining(", "));
    }
  }
}
