package io.streamproof.audit.finding;

import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.Comparator;

/** One emission of a stage: the source record that causes it, and its index among several. */
public record EmissionKey(int partition, long offset, int index)
    implements Comparable<EmissionKey> {
  private static final Comparator<EmissionKey> ORDER =
      Comparator.comparingInt(EmissionKey::partition)
          .thenComparingLong(EmissionKey::offset)
          .thenComparingInt(EmissionKey::index);

  public static EmissionKey of(Origin origin) {
    return new EmissionKey(origin.partition(), origin.offset(), origin.index());
  }

  public static EmissionKey of(OutputRecord record) {
    return of(record.origin());
  }

  /**
   * The origin by which a stage's records name it: {@code <stage>:<partition>@<offset>#<index>}.
   */
  public String origin(String stage) {
    return stage + ":" + partition + "@" + offset + "#" + index;
  }

  @Override
  public int compareTo(EmissionKey other) {
    return ORDER.compare(this, other);
  }
}
