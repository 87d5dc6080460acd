package io.streamproof.audit.observation;

/** Where source partitions end now. */
@FunctionalInterface
public interface SourceEnds {
  /** The offset behind the last one of a topic partition. */
  long endOf(String topic, int partition);
}
