package io.streamproof.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.operator.host.UnusableException;
import io.streamproof.pipeline.fault.Crash;
import io.streamproof.pipeline.fault.CrashPoint;
import io.streamproof.pipeline.record.SourceRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a host halts, and that it does so once. */
class CrashesTests {
  @TempDir private Path folder;
  private final List<String> events = new ArrayList<>();

  @Test
  void haltsBeforeTheCommitThatCoversTheRecordWhenItsOutputsAreAcknowledged() {
    Crashes crashes = crashes(CrashPoint.BEFORE_COMMIT);

    crashes.sent(record(0, 6));
    commit(crashes, 7);
    crashes.sent(record(1, 9));
    crashes.sent(record(0, 8));
    commit(crashes, 8);
    assertThat(events).isEmpty();
    crashes.sent(record(0, 9));
    commit(crashes, 10);

    assertThat(events).containsExactly("flush", "halt");
  }

  @Test
  void haltsAfterTheCommitThatCoversTheRecord() {
    Crashes crashes = crashes(CrashPoint.AFTER_COMMIT);
    crashes.sent(record(0, 7));

    crashes.beforeCommit(offset(8), () -> events.add("flush"));
    assertThat(events).isEmpty();
    crashes.afterCommit(offset(8));

    assertThat(events).containsExactly("halt");
  }

  @Test
  void doesNotHaltForACommitThatAHeldRecordHoldsBack() {
    Crashes crashes = crashes(CrashPoint.AFTER_COMMIT);
    crashes.sent(record(0, 7));

    crashes.afterCommit(offset(7));

    assertThat(events).isEmpty();
  }

  @Test
  void haltsNoMoreThanOnceWhoeverStartsAgain() {
    Crashes beside = crashes(CrashPoint.BEFORE_SEND);
    Crashes first = crashes(CrashPoint.BEFORE_SEND);
    first.beforeSend(record(0, 7));
    Crashes second = crashes(CrashPoint.BEFORE_SEND);
    second.beforeSend(record(0, 7));
    beside.beforeSend(record(0, 8));

    assertThat(events).containsExactly("halt");
  }

  @Test
  void haltsWhereItIsCalledUponOnceForEachCall() throws IOException {
    Crashes crashes = new Crashes(List.of(), marks(), () -> events.add("halt"));
    commit(crashes, 5);
    assertThat(events).isEmpty();

    call(CrashPoint.BEFORE_COMMIT);
    crashes.beforeSend(record(0, 5));
    crashes.beforeCommit(Map.of(), () -> events.add("flush"));
    assertThat(events).isEmpty();
    commit(crashes, 6);
    commit(crashes, 7);
    assertThat(events).containsExactly("flush", "halt");

    call(CrashPoint.AFTER_COMMIT);
    commit(crashes, 8);
    call(CrashPoint.BEFORE_SEND);
    crashes.beforeSend(record(0, 8));
    crashes.beforeSend(record(0, 9));
    assertThat(events).containsExactly("flush", "halt", "halt", "halt");
  }

  @Test
  void refusesAFolderThatCannotBeHad() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> new Marks(file, "p-s", 42))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("marks of crashes");
  }

  private Crashes crashes(CrashPoint point) {
    return new Crashes(List.of(new Crash(point, "s", 0, 7)), marks(), () -> events.add("halt"));
  }

  private Marks marks() {
    return new Marks(folder, "p-s", 42);
  }

  private void call(CrashPoint point) throws IOException {
    Files.createFile(folder.resolve("p-s-" + point.word() + ".call"));
  }

  private void commit(Crashes crashes, long offset) {
    crashes.beforeCommit(offset(offset), () -> events.add("flush"));
    crashes.afterCommit(offset(offset));
  }

  private static Map<TopicPartition, OffsetAndMetadata> offset(long offset) {
    return Map.of(new TopicPartition("p.source", 0), new OffsetAndMetadata(offset));
  }

  private static SourceRecord record(int partition, long offset) {
    return new SourceRecord(
        "p.source", partition, offset, 0, null, new byte[0], new RecordHeaders());
  }
}
