package io.streamproof.audit.investigation;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.ReferenceCursor.SourceRange;
import io.streamproof.audit.log.EvidenceGoneException;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.replay.MemorySnapshotStore;
import io.streamproof.audit.replay.Replayer;
import io.streamproof.audit.replay.StageReplay;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The reference of stage {@code spent}, which adds up a customer's orders, and what it reads. */
class ReferenceCursorTests {
  private static final TopicPartition SOURCE = new TopicPartition("shop.large", 0);

  private final AuditedStage large = Examples.shop().stages().get(0);
  private final AuditedStage spent = Examples.shop().stages().get(1);
  private final MemoryTopicLog log = new MemoryTopicLog();
  private final MemorySnapshotStore snapshots = new MemorySnapshotStore();
  private final ReferenceCursor cursor = new ReferenceCursor(new Replayer(snapshots));
  private final List<String> visited = new ArrayList<>();

  @Test
  void repeatsNothingOfNeighbouringRanges() {
    fill(0, 200, 1);
    assertThat(visit(0, 100, false)).isTrue();
    assertThat(visit(100, 200, false)).isTrue();
    assertThat(log.read()).isEqualTo(200);
    assertThat(visited).hasSize(200).endsWith("199 {\"orders\":200,\"total\":4000}");
  }

  @Test
  void repeatsWhatIsBeforeARangeOnlyToKnowTheState() {
    fill(0, 200, 1);
    visit(100, 101, false);
    assertThat(log.read()).isEqualTo(101);
    assertThat(visited).containsExactly("100 {\"orders\":101,\"total\":2020}");
  }

  @Test
  void goesBackToTheBeginningOfARangeThatIsVisitedAgain() {
    fill(0, 200, 1);
    visit(100, 200, true);
    visited.clear();
    visit(100, 200, false);
    assertThat(log.read()).isEqualTo(200 + 100);
    assertThat(visited).hasSize(100).startsWith("100 {\"orders\":101,\"total\":2020}");
  }

  @Test
  void beginsAgainWhereItKeptNothing() {
    fill(0, 200, 1);
    visit(100, 200, false);
    visit(100, 200, false);
    assertThat(log.read()).isEqualTo(2 * 200);
  }

  @Test
  void keepsNoLargeState() {
    fill(0, 10_002, 10_001);
    visit(10_001, 10_002, true);
    visit(10_001, 10_002, false);
    assertThat(log.read()).isEqualTo(2 * 10_002);
  }

  @Test
  void keepsAStateOfTenThousandKeys() {
    fill(0, 10_001, 10_000);
    visit(10_000, 10_001, true);
    visit(10_000, 10_001, false);
    assertThat(log.read()).isEqualTo(10_001 + 1);
  }

  @Test
  void beginsAgainOnceItHasForgotten() {
    fill(0, 200, 1);
    visit(100, 200, true);
    cursor.forget();
    visit(100, 200, false);
    assertThat(log.read()).isEqualTo(2 * 200);
  }

  @Test
  void resumesFromASnapshotWhereItWouldHaveToReadMuch() {
    fill(0, 20_101, 1);
    keep(20_050);
    visit(0, 50, false);
    visit(20_100, 20_101, false);
    assertThat(log.read()).as("what is 50 behind the snapshot").isEqualTo(50 + 51);
    assertThat(visited).endsWith("20100 {\"orders\":20101,\"total\":402020}");
  }

  @Test
  void readsOnWhereItIsNotFar() {
    fill(0, 20_101, 1);
    keep(20_050);
    visit(0, 100, false);
    visit(20_100, 20_101, false);
    assertThat(log.read()).isEqualTo(20_101);
  }

  @Test
  void readsOnWhereASnapshotIsOlderThanWhatItKnows() {
    fill(0, 30_000, 1);
    keep(50);
    visit(0, 100, false);
    visit(29_999, 30_000, false);
    assertThat(log.read()).isEqualTo(30_000);
  }

  @Test
  void readsOfAStageWithoutStateOnlyTheRange() {
    for (long offset = 0; offset < 200; offset++) {
      log.append(order(0, offset, "ada", 20));
    }
    assertThat(visit(large, 0, 100, 110, false)).isTrue();
    assertThat(visit(large, 0, 150, 160, false)).isTrue();
    assertThat(log.read()).isEqualTo(20);
  }

  @Test
  void beginsAnewForAnotherPartition() {
    fill(0, 100, 1);
    fill(1, 100, 2);
    visit(0, 50, false);
    assertThat(visit(spent, 1, 50, 100, false)).isTrue();
    assertThat(visited).hasSize(100).endsWith("99 {\"orders\":50,\"total\":1000}");
  }

  @Test
  void goesOnWhereItWasInterrupted() {
    fill(0, 10, 1);
    boolean[] interrupted = {false};
    SourceRange range = new SourceRange(spent, 0, 0, 10, false);
    boolean whole =
        cursor.visit(
            log,
            range,
            () -> interrupted[0],
            (cause, outputs) -> {
              interrupted[0] = cause.offset() == 3;
              return true;
            });
    assertThat(whole).isFalse();
    assertThat(visit(4, 10, false)).isTrue();
    assertThat(log.read()).isEqualTo(10);
    assertThat(visited).startsWith("4 {\"orders\":5,\"total\":100}");
  }

  @Test
  void stopsWhereItsVisitorHasEnough() {
    fill(0, 10, 1);
    SourceRange range = new SourceRange(spent, 0, 0, 10, false);
    assertThat(cursor.visit(log, range, () -> false, (cause, outputs) -> cause.offset() < 3))
        .isFalse();
    assertThat(log.read()).isEqualTo(4);
  }

  @Test
  void endsWithTheLog() {
    fill(0, 10, 1);
    assertThat(visit(0, 300, false)).isTrue();
    assertThat(visit(300, 400, false)).isTrue();
    assertThat(visited).hasSize(10);
  }

  @Test
  void readsNothingWhereTheBeginningHasGone() {
    fill(0, 10, 1);
    log.expire(SOURCE, 5);
    assertThatThrownBy(() -> visit(7, 10, false)).isInstanceOf(EvidenceGoneException.class);
  }

  private boolean visit(long from, long to, boolean again) {
    return visit(spent, 0, from, to, again);
  }

  private boolean visit(AuditedStage stage, int partition, long from, long to, boolean again) {
    return cursor.visit(
        log,
        new SourceRange(stage, partition, from, to, again),
        () -> false,
        (cause, outputs) -> visited.add(text(cause, outputs.get(0))));
  }

  private static String text(SourceRecord cause, OutputRecord output) {
    return cause.offset() + " " + new String(output.value(), UTF_8);
  }

  /** Orders of so many customers, as the stage before passes them on. */
  private void fill(int partition, int orders, int customers) {
    ReferenceStage filter = new ReferenceStage(large.stage());
    for (int offset = 0; offset < orders; offset++) {
      OutputRecord passed = filter.process(order(0, offset, "c" + offset % customers, 20)).get(0);
      log.append(standing(passed, partition, offset, passed.headers(1)));
    }
  }

  /** A snapshot of the state before an offset. */
  private void keep(long offset) {
    StageReplay replay = StageReplay.from(spent, 0, 0);
    log.of(SOURCE).subList(0, (int) offset).forEach(replay::process);
    snapshots.add(List.of(replay.snapshot().orElseThrow()));
  }
}
