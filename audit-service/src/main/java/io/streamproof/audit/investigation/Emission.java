package io.streamproof.audit.investigation;

import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.stage.OutputRecord;

/** Which emission of a source partition: the source offset and the index. */
record Emission(long offset, int index) implements Comparable<Emission> {
  static Emission of(Origin origin) {
    return new Emission(origin.offset(), origin.index());
  }

  static Emission of(OutputRecord record) {
    return of(record.origin());
  }

  @Override
  public int compareTo(Emission other) {
    int byOffset = Long.compare(offset, other.offset);
    return byOffset != 0 ? byOffset : Integer.compare(index, other.index);
  }
}
