package io.streamproof.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamproof.audit.log.LogIdentity.EpochMark;
import io.streamproof.audit.log.RecordFeed.AssignmentListener;
import io.streamproof.audit.log.RecordFeed.LogBounds;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every record feed must do, shown on a partition of 300 records with gaps between them. */
public abstract class RecordFeedContract {
  protected static final int RECORDS = 300;
  private static final int FROM = 100;

  private TopicPartition partition = new TopicPartition("", 0);
  private List<Long> offsets = List.of();

  /** Makes a topic of one partition with such records, and gives their offsets. */
  protected abstract List<Long> fill(TopicPartition partition);

  /** A feed to which the partition will be assigned once it subscribes. */
  protected abstract RecordFeed feed(TopicPartition partition);

  /** Takes the partition from the feed, which hears of it only afterwards. */
  protected abstract void lose(RecordFeed feed, TopicPartition partition);

  @BeforeEach
  void fill() {
    partition = new TopicPartition("feed-" + System.nanoTime(), 0);
    offsets = fill(partition);
    assertThat(offsets).hasSize(RECORDS);
  }

  @Test
  void givesCommittedRecordsFromWhereTheListenerSeeksAndMovesBehindTheMarkers() {
    try (RecordFeed feed = feed(partition)) {
      Assignments assignments = subscribe(feed);
      assertThat(read(feed)).isEqualTo(offsets.subList(FROM, RECORDS));
      assertThat(assignments.assigned).containsExactly(partition);
      EpochMark last = Objects.requireNonNull(feed.lastPolled(partition));
      assertThat(last.offset()).isEqualTo(offsets.get(RECORDS - 1));
      assertThat(feed.stableEnd(partition)).isGreaterThan(offsets.get(RECORDS - 1));
      await()
          .until(
              () -> {
                feed.poll(Duration.ofMillis(50));
                return feed.position(partition).equals(OptionalLong.of(feed.stableEnd(partition)));
              });
    }
  }

  @Test
  void revokesWhenItIsClosed() {
    RecordFeed feed = feed(partition);
    Assignments assignments = subscribe(feed);
    read(feed);
    assertThat(assignments.revoked).isEmpty();
    feed.close();
    assertThat(assignments.revoked).containsExactly(partition);
  }

  @Test
  void reportsPartitionsThatItHasLostAsSuch() {
    try (RecordFeed feed = feed(partition)) {
      Assignments assignments = subscribe(feed);
      read(feed);
      lose(feed, partition);
      await()
          .until(
              () -> {
                feed.poll(Duration.ofMillis(50));
                return !assignments.lost.isEmpty();
              });
      assertThat(assignments.lost).containsExactly(partition);
      assertThat(assignments.revoked).isEmpty();
    }
  }

  @Test
  void readsNothingOfAPartitionThatIsPaused() {
    try (RecordFeed feed = feed(partition)) {
      Assignments assignments = subscribe(feed);
      assignments.paused = true;
      await()
          .until(
              () -> {
                feed.poll(Duration.ofMillis(50));
                return !assignments.assigned.isEmpty();
              });
      assertThat(feed.poll(Duration.ofMillis(200))).isEmpty();
      feed.resume(partition);
      assertThat(read(feed)).isEqualTo(offsets.subList(FROM, RECORDS));
    }
  }

  @Test
  void failsAPollWhoseListenerFails() {
    try (RecordFeed feed = feed(partition)) {
      Assignments assignments = subscribe(feed);
      assignments.failure = new IllegalStateException("the ledger is away");
      assertThatThrownBy(() -> read(feed))
          .isInstanceOf(KafkaException.class)
          .hasCause(assignments.failure);
    }
  }

  private Assignments subscribe(RecordFeed feed) {
    Assignments assignments = new Assignments(feed);
    feed.subscribe(List.of(partition.topic()), assignments);
    return assignments;
  }

  private List<Long> read(RecordFeed feed) {
    List<Long> read = new ArrayList<>();
    await()
        .until(
            () -> {
              feed.poll(Duration.ofMillis(50)).getOrDefault(partition, List.of()).stream()
                  .map(SourceRecord::offset)
                  .forEach(read::add);
              return read.size() >= RECORDS - FROM;
            });
    return read;
  }

  private final class Assignments implements AssignmentListener {
    private final RecordFeed feed;
    private final List<TopicPartition> assigned = new ArrayList<>();
    private final List<TopicPartition> revoked = new ArrayList<>();
    private final List<TopicPartition> lost = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private boolean paused;

    Assignments(RecordFeed feed) {
      this.feed = feed;
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions) {
      if (failure != null) {
        throw failure;
      }
      assertThat(feed.bounds(partitions)).hasSize(1);
      assertThat(feed.bounds(partitions).get(partition))
          .isEqualTo(new LogBounds(0, feed.stableEnd(partition)));
      partitions.forEach(each -> feed.seek(each, offsets.get(FROM), null));
      if (paused) {
        partitions.forEach(feed::pause);
      }
      assigned.addAll(partitions);
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
      revoked.addAll(partitions);
    }

    @Override
    public void lost(Collection<TopicPartition> partitions) {
      lost.addAll(partitions);
    }
  }
}
