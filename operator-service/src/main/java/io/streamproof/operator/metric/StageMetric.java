package io.streamproof.operator.metric;

/**
 * The counters of a stage, in the words of the audit's report. They hold the equation {@code
 * consumed = emitted-from + discarded + dead-lettered}. What a crash or a fenced transaction makes
 * the stage process again is counted again: they tell of work, not of results.
 */
public enum StageMetric {
  CONSUMED("streamproof.stage.consumed", "Source records processed"),
  EMITTED_FROM("streamproof.stage.emitted.from", "Source records with at least one emission"),
  DISCARDED("streamproof.stage.discarded", "Source records with nothing to emit"),
  DEAD_LETTERED("streamproof.stage.dead.lettered", "Source records sent to the dead letters"),
  EMITTED("streamproof.stage.emitted", "Emissions, dead letters not included");

  private final String meter;
  private final String description;

  StageMetric(String meter, String description) {
    this.meter = meter;
    this.description = description;
  }

  /** The meter's name in Micrometer; Prometheus sees it with underscores and {@code _total}. */
  public String meter() {
    return meter;
  }

  public String description() {
    return description;
  }
}
