package io.streamproof.audit.finding;

import org.jspecify.annotations.Nullable;

/**
 * One anomaly with its evidence.
 *
 * @param stage the stage to blame, or {@code source}
 * @param identity what makes it one anomaly: an origin, a position in a topic, or a block; a
 *     finding of the same stage, identity and kind is written once
 * @param cause the source record that it is about
 * @param place where the observed record stands
 * @param eventTimeMillis from which event time on nothing is proven
 * @param affected how many emissions it spoils
 * @param ongoing whether no right emission for its key has followed yet
 * @param lastOffset the last source offset whose emission it spoils, if that may move
 * @param expected the expected record, as {@link Evidence} writes it
 * @param observed the observed record, likewise
 */
public record Finding(
    short pipelineId,
    String stage,
    Kind kind,
    String identity,
    @Nullable Cause cause,
    @Nullable Place place,
    byte @Nullable [] key,
    @Nullable String traceId,
    @Nullable Long eventTimeMillis,
    long affected,
    boolean ongoing,
    @Nullable Long lastOffset,
    String detail,
    @Nullable String expected,
    @Nullable String observed) {

  /** The stage's name for anomalies between ingest and the source topic. */
  public static final String SOURCE = "source";

  /** A source record and the index of one of its emissions. */
  public record Cause(int partition, long offset, int index) {}

  /** A position in a topic. */
  public record Place(String topic, int partition, long offset) {
    @Override
    public String toString() {
      return topic + ":" + partition + "@" + offset;
    }
  }
}
