package io.streamproof.audit.tracing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Findings whose traces are still to be exported; each is taken up once, by whichever instance. */
public interface TraceQueue {
  /**
   * Takes up new findings, and gives up what was found too long ago.
   *
   * @param within how long ago a finding may have been found
   * @param most findings that may wait to be exported
   */
  void admit(Duration within, int most);

  /**
   * Lets findings be exported that no other instance is at. If the work fails, or the process dies,
   * they wait again.
   *
   * @param work exports traces; gives, by the finding's id, the id of each that is exported
   * @return how many are exported
   */
  int export(int most, Function<List<TracedFinding>, Map<Long, String>> work);
}
