package io.streamproof.audit.finding;

import io.streamproof.pipeline.tally.Block;
import org.apache.kafka.common.TopicPartition;

/**
 * What makes a finding one anomaly: a finding of the same stage, identity and kind is written once.
 * Ledgers keep identities as text, so their formats must never change.
 */
public record FindingIdentity(String value) {
  /** An emission, as its origin names it: {@code <stage>:<partition>@<offset>#<index>}. */
  public static FindingIdentity ofEmission(String stage, EmissionKey emission) {
    return new FindingIdentity(emission.origin(stage));
  }

  /** A block of a stage: {@code <stage>:<partition>@<first offset>-<last offset>}. */
  public static FindingIdentity ofBlock(String stage, int partition, long number) {
    Block block = new Block(stage, partition, number);
    return new FindingIdentity(
        offset(stage, partition, block.firstOffset()) + "-" + (block.endOffset() - 1));
  }

  /** An offset at which a stage stalls: {@code <stage>:<partition>@<offset>}. */
  public static FindingIdentity ofStall(String stage, int partition, long offset) {
    return new FindingIdentity(offset(stage, partition, offset));
  }

  /** A stage's state before an offset: {@code <stage>:<partition>@<offset>/state}. */
  public static FindingIdentity ofState(String stage, int partition, long offset) {
    return new FindingIdentity(offset(stage, partition, offset) + "/state");
  }

  /** A record in a topic: {@code <topic>:<partition>@<offset>}. */
  public static FindingIdentity ofRecord(RecordPlace place) {
    return new FindingIdentity(place.toString());
  }

  /** The first record that is left of a partition: {@code <topic>-<partition>@<offset>}. */
  public static FindingIdentity ofBeginning(TopicPartition partition, long beginning) {
    return new FindingIdentity(partition.topic() + "-" + partition.partition() + "@" + beginning);
  }

  private static String offset(String stage, int partition, long offset) {
    return stage + ":" + partition + "@" + offset;
  }

  @Override
  public String toString() {
    return value;
  }
}
