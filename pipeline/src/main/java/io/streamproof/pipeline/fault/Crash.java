package io.streamproof.pipeline.fault;

/**
 * A halt of the host of a stage, without any farewell, when it comes to a source record: the first
 * of the partition that stands at the offset or behind it. It happens once.
 */
public record Crash(CrashPoint point, String stage, int partition, long offset) {

  /** What tells it from the other crashes of a plan; fit for the name of a file. */
  public String name() {
    return point.word() + "-" + stage + "-" + partition + "@" + offset;
  }

  /** As logs tell of it. */
  @Override
  public String toString() {
    return "crash " + name();
  }
}
