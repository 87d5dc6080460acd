package io.streamproof.audit.replay;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.EvidenceGoneException;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Stages replayed on 100 records; {@code spent} adds them up, {@code large} has no state. */
class ReplayerTests {
  private static final int RECORDS = 100;
  private static final TopicPartition SOURCE = new TopicPartition("shop.large", 0);

  private final AuditedStage large = Examples.shop().stages().get(0);
  private final AuditedStage spent = Examples.shop().stages().get(1);
  private final MemoryTopicLog topics = new MemoryTopicLog();
  private final MemorySnapshotStore snapshots = new MemorySnapshotStore();
  private final Replayer replayer = new Replayer(snapshots);
  private final List<OutputRecord> expected = new ArrayList<>();

  ReplayerTests() {
    ReferenceStage filter = new ReferenceStage(large.stage());
    ReferenceStage reference = new ReferenceStage(spent.stage());
    for (long offset = 0; offset < RECORDS; offset++) {
      OutputRecord passed = filter.process(order(0, offset, "ada", 20)).get(0);
      SourceRecord record = standing(passed, 0, offset, passed.headers(1));
      topics.append(record);
      expected.addAll(reference.process(record));
    }
  }

  @Test
  void beginsAtOnceWithoutState() {
    assertThat(replayer.resume(large, 0, 0, 70).next()).isEqualTo(70);
  }

  @Test
  void beginsWhereTheLogDoesWithoutASnapshot() {
    assertThat(replayer.resume(spent, 0, 0, 70).next()).isZero();
    assertThat(replayer.resume(spent, 0, 40, 70).next()).isEqualTo(40);
  }

  @Test
  void resumesFromTheNewestSnapshotThatIsOldEnough() {
    save(30);
    save(60);
    save(80);
    assertThat(replayer.resume(spent, 0, 0, 70).next()).isEqualTo(60);
    assertThat(replayer.resume(spent, 0, 0, 80).next()).isEqualTo(80);
    assertThat(replayer.resume(spent, 0, 65, 70).next()).as("older than the log").isEqualTo(65);
  }

  @Test
  void givesTheSameWithAndWithoutASnapshot() {
    assertThat(values(replay(70, 90))).isEqualTo(values(expected.subList(70, 90)));
    save(60);
    assertThat(values(replay(70, 90))).isEqualTo(values(expected.subList(70, 90)));
    topics.expire(SOURCE, 60);
    assertThat(values(replay(70, 90))).isEqualTo(values(expected.subList(70, 90)));
  }

  @Test
  void runsOnAllBeforeARecord() {
    save(60);
    StageReplay replay = replayer.before(topics, spent, 0, 70);
    SourceRecord record = topics.read(SOURCE, 70, 71, 1).get(0);
    assertThat(values(replay.process(record))).isEqualTo(values(expected.subList(70, 71)));
    assertThat(replay.process(record)).as("it has run on it already").isEmpty();
  }

  @Test
  void refusesWhatRetentionHasTaken() {
    topics.expire(SOURCE, 10);
    assertThatThrownBy(() -> replay(70, 90))
        .isInstanceOf(EvidenceGoneException.class)
        .hasMessage("records 0 to 9 of shop.large-0 are gone");
  }

  @Test
  void savesNoStateThatDoesNotFollowFromTheWholeLog() {
    assertThat(replayer.resume(spent, 0, 40, 70).snapshot()).isEmpty();
    assertThat(replayer.resume(large, 0, 0, 0).snapshot()).isEmpty();
    assertThat(replayer.resume(spent, 0, 0, 70).snapshot()).isPresent();
  }

  private List<OutputRecord> replay(long from, long to) {
    List<OutputRecord> outputs = new ArrayList<>();
    replayer.visit(topics, spent, 0, from, to, (record, own) -> outputs.addAll(own));
    return outputs;
  }

  private void save(long offset) {
    snapshots.add(List.of(replayer.before(topics, spent, 0, offset).snapshot().orElseThrow()));
  }

  private static List<String> values(List<OutputRecord> outputs) {
    return outputs.stream().map(output -> output.origin().id() + text(output)).toList();
  }

  private static String text(OutputRecord output) {
    return new String(output.value(), UTF_8);
  }
}
