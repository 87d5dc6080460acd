package io.streamproof.audit.investigation;

import static io.streamproof.audit.support.Examples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.investigation.LaterOrigins.LaterOrigin;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.replay.MemorySnapshotStore;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Records of stage {@code large}, which passes on each of 4,000 orders of one customer. */
class LaterOriginsTests {
  private static final int ORDERS = 4_000;
  private static final TopicPartition SOURCE = new TopicPartition("shop.source", 0);

  private final AuditedStage large = Examples.shop().stages().get(0);
  private final MemoryTopicLog log = new MemoryTopicLog();
  private final List<SourceRecord> emitted;
  private final LaterOrigins origins =
      new LaterOrigins(new ReferenceCursor(MemorySnapshotStore.empty()));

  LaterOriginsTests() {
    for (long offset = 0; offset < ORDERS; offset++) {
      log.append(order(0, offset, "ada", 20));
    }
    log.run(large);
    emitted =
        List.of(0, 1).stream()
            .map(partition -> log.of(new TopicPartition("shop.large", partition)))
            .filter(records -> !records.isEmpty())
            .findFirst()
            .orElseThrow();
  }

  @Test
  void aRecordThatIsAsExpectedIsRight() {
    assertThat(areRight(at(7), at(8))).containsOnly(true, true);
  }

  @Test
  void aRecordOfOtherContentIsNot() {
    SourceRecord right = emitted.get(7);
    emitted.set(
        7,
        new SourceRecord(
            right.topic(),
            right.partition(),
            right.offset(),
            right.timestamp(),
            right.key(),
            new byte[] {'1'},
            right.headers()));
    assertThat(areRight(at(7), at(8))).containsExactly(false, true);
  }

  @Test
  void aRecordThatBearsAnotherOriginIsNot() {
    LaterOrigin asked = at(7);
    EmissionKey emission = asked.emission();
    LaterOrigin offset = with(asked, new EmissionKey(0, emission.offset() + 1, 0));
    LaterOrigin index = with(asked, new EmissionKey(0, emission.offset(), 1));
    assertThat(areRight(offset, index)).containsOnly(false, false);
  }

  @Test
  void aRecordIsNotThatIsNotThere() {
    LaterOrigin asked = at(7);
    emitted.remove(7);
    assertThat(areRight(asked)).containsExactly(false);
  }

  @Test
  void aRecordWhoseSourceIsNotThereIsNot() {
    LaterOrigin last = at(ORDERS - 1);
    log.of(SOURCE).remove(ORDERS - 1);
    assertThat(areRight(last)).containsExactly(false);
  }

  @Test
  void whatWasFoundOutIsNotReadAgain() {
    LaterOrigin wrong = with(at(9), new EmissionKey(0, 3, 0));
    areRight(at(7), wrong);
    int read = log.read();
    assertThat(areRight(at(7), wrong)).containsExactly(true, false);
    assertThat(log.read()).isEqualTo(read);
  }

  @Test
  void ofAThousandTheOldestAreForgotten() {
    areRight(LongStream.range(0, 1_001).mapToObj(i -> at((int) i)).toArray(LaterOrigin[]::new));
    int read = log.read();
    areRight(at(1_000));
    assertThat(log.read()).isEqualTo(read);
    areRight(at(0));
    assertThat(log.read()).isGreaterThan(read);
  }

  @Test
  void recordsThatAreFarApartAreReadOneByOne() {
    assertThat(areRight(at(0), at(3_000))).containsOnly(true, true);
    assertThat(log.read()).isEqualTo(2 + 2);
  }

  @Test
  void recordsThatAreNearAreReadInOneGo() {
    assertThat(areRight(at(500), at(0), at(2))).containsOnly(true, true, true);
    assertThat(log.read()).isEqualTo(501 + 501);
  }

  private LaterOrigin at(int index) {
    SourceRecord record = emitted.get(index);
    return new LaterOrigin(
        large.id(),
        EmissionKey.of(Objects.requireNonNull(record.origin())),
        RecordPlace.of(record));
  }

  private static LaterOrigin with(LaterOrigin later, EmissionKey emission) {
    return new LaterOrigin(later.stageId(), emission, later.place());
  }

  private List<Boolean> areRight(LaterOrigin... asked) {
    Map<LaterOrigin, Boolean> right = origins.areRight(log, large, 0, List.of(asked));
    List<Boolean> inOrder = new ArrayList<>();
    for (LaterOrigin later : asked) {
      inOrder.add(right.get(later));
    }
    return inOrder;
  }
}
