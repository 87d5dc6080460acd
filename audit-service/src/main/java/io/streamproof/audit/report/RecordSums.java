package io.streamproof.audit.report;

/**
 * What has become of some source records of a stage.
 *
 * @param records source records read
 * @param emittedFrom those with at least one expected emission
 * @param deadLettered those with an expected dead letter
 * @param expected expected emissions, dead letters included
 */
public record RecordSums(long records, long emittedFrom, long deadLettered, long expected) {
  public static final RecordSums NONE = new RecordSums(0, 0, 0, 0);

  RecordSums plus(RecordSums other) {
    return new RecordSums(
        records + other.records,
        emittedFrom + other.emittedFrom,
        deadLettered + other.deadLettered,
        expected + other.expected);
  }

  /** Source records from which nothing is expected. */
  public long discarded() {
    return records - emittedFrom - deadLettered;
  }

  /** Expected emissions, without dead letters. */
  public long emitted() {
    return expected - deadLettered;
  }
}
