package io.streamproof.simulation.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What happened in a run, in words, for whoever has to understand a failure. */
public final class StepTrace {
  private static final String INDENT = "  ";

  private final boolean isKept;
  private final VirtualClock clock;
  private final List<String> lines = new ArrayList<>();
  private int depth;

  /**
   * Makes a trace.
   *
   * @param isKept whether lines are kept, which takes time
   */
  public StepTrace(boolean isKept, VirtualClock clock) {
    this.isKept = isKept;
    this.clock = clock;
  }

  /** Notes what happens now, as {@link String#formatted}. */
  public void note(String format, @Nullable Object... values) {
    if (isKept) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%4s  %10.3f s  %s%s",
              lines.size() + 1,
              clock.micros() / 1_000_000.0,
              INDENT.repeat(depth),
              String.format(Locale.ROOT, format, values)));
    }
  }

  /** What follows happens within the call that was noted last. */
  public void enter() {
    depth++;
  }

  public void leave() {
    depth--;
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }
}
