package io.streamproof.pipeline.record;

import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Which partition a record belongs in: the rule that stage, ingest and audit share. */
public final class Partitioner {
  private Partitioner() {}

  /**
   * The partition of an emission: Kafka's murmur2 of the key, as its own producers do it; without a
   * key, the source's partition modulo the number of partitions.
   */
  public static int partition(byte @Nullable [] key, int sourcePartition, int partitions) {
    return key == null ? sourcePartition % partitions : ofKey(key, partitions);
  }

  /** Kafka's default partition of a key among {@code partitions}. */
  public static int ofKey(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
