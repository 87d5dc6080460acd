package io.streamproof.audit.finding;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Ledgers hold these texts: a format that changed would write every finding a second time. */
class FindingIdentityTests {
  @Test
  void namesAnEmissionAsItsOriginDoes() {
    assertThat(FindingIdentity.ofEmission("late", new EmissionKey(1, 257, 2)))
        .hasToString("late:1@257#2");
  }

  @Test
  void namesABlockByItsOffsets() {
    assertThat(FindingIdentity.ofBlock("late", 1, 0)).hasToString("late:1@0-255");
    assertThat(FindingIdentity.ofBlock("late", 1, 3)).hasToString("late:1@768-1023");
  }

  @Test
  void namesAStallByTheCommittedOffset() {
    assertThat(FindingIdentity.ofStall("late", 0, 5)).hasToString("late:0@5");
  }

  @Test
  void namesARecordByItsPlace() {
    RecordPlace place = new RecordPlace("flights.source", 2, 9);
    assertThat(FindingIdentity.ofRecord(place)).hasToString("flights.source:2@9");
    assertThat(place).hasToString("flights.source:2@9");
  }

  @Test
  void namesWhatIsLeftOfAPartitionAsKafkaDoes() {
    TopicPartition partition = new TopicPartition("flights.source", 2);
    assertThat(FindingIdentity.ofBeginning(partition, 9)).hasToString("flights.source-2@9");
    assertThat(partition).hasToString("flights.source-2");
  }
}
