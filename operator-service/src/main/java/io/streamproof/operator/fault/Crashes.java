package io.streamproof.operator.fault;

import io.streamproof.pipeline.fault.Crash;
import io.streamproof.pipeline.fault.CrashPoint;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The crashes that are still to come: each strikes one record, that it is reached at, once. Besides
 * these the host halts when it is called upon, at the next record or commit.
 */
final class Crashes {
  private static final Logger log = LoggerFactory.getLogger(Crashes.class);

  private final List<Crash> coming;
  private final Marks marks;
  private final Runnable halt;

  /** Of the crashes that are reached, the record that each is to strike. */
  private final Map<Crash, Long> reached = new ConcurrentHashMap<>();

  /**
   * Crashes, but for those that are marked to have happened.
   *
   * @param halt ends the process at once; does not return
   */
  Crashes(List<Crash> planned, Marks marks, Runnable halt) {
    this.coming = planned.stream().filter(crash -> !marks.has(crash)).toList();
    this.marks = marks;
    this.halt = halt;
  }

  /** A record is processed, and its outputs are about to be sent. */
  void beforeSend(SourceRecord record) {
    for (Crash crash : coming) {
      if (crash.point() == CrashPoint.BEFORE_SEND && reaches(record, crash)) {
        happen(crash);
      }
    }
    follow(CrashPoint.BEFORE_SEND, () -> {});
  }

  /** A record's outputs are sent. */
  void sent(SourceRecord record) {
    for (Crash crash : coming) {
      if (reaches(record, crash)) {
        reached.putIfAbsent(crash, record.offset());
      }
    }
  }

  /**
   * Offsets are about to be committed.
   *
   * @param flush waits until all that was sent is acknowledged
   */
  void beforeCommit(Map<TopicPartition, OffsetAndMetadata> offsets, Runnable flush) {
    Crash due = due(CrashPoint.BEFORE_COMMIT, offsets);
    if (due != null) {
      flush.run();
      happen(due);
    }
    if (!offsets.isEmpty()) {
      follow(CrashPoint.BEFORE_COMMIT, flush);
    }
  }

  /** Offsets have been committed. */
  void afterCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    Crash due = due(CrashPoint.AFTER_COMMIT, offsets);
    if (due != null) {
      happen(due);
    }
    if (!offsets.isEmpty()) {
      follow(CrashPoint.AFTER_COMMIT, () -> {});
    }
  }

  private @Nullable Crash due(CrashPoint point, Map<TopicPartition, OffsetAndMetadata> offsets) {
    for (Map.Entry<TopicPartition, OffsetAndMetadata> committed : offsets.entrySet()) {
      for (Map.Entry<Crash, Long> struck : reached.entrySet()) {
        Crash crash = struck.getKey();
        if (crash.point() == point
            && crash.partition() == committed.getKey().partition()
            && committed.getValue().offset() > struck.getValue()) {
          return crash;
        }
      }
    }
    return null;
  }

  private static boolean reaches(SourceRecord record, Crash crash) {
    return record.partition() == crash.partition() && record.offset() >= crash.offset();
  }

  private void follow(CrashPoint point, Runnable before) {
    if (marks.calls(point)) {
      before.run();
      if (marks.take(point)) {
        log.warn("The process is called upon to crash {}. It halts.", point.word());
        halt.run();
      }
    }
  }

  /** Unless it has happened to another instance meanwhile. */
  private void happen(Crash crash) {
    if (marks.has(crash)) {
      return;
    }
    marks.put(crash);
    log.warn("A fault was planted here: {}. The process halts.", crash);
    halt.run();
  }
}
