package io.streamproof.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every topic log must do, shown on a partition with 300 committed records at times 0 to 299
 * ms, but that each tenth comes 5 ms too early, with gaps in its offsets, and with the record of an
 * open transaction at its end.
 */
public abstract class TopicLogContract {
  protected static final int RECORDS = 300;
  protected static final int EARLY_EACH = 10;
  protected static final int EARLY_MILLIS = 5;

  private TopicPartition partition = new TopicPartition("", 0);
  private List<Long> offsets = List.of();

  /** The log under test. */
  protected abstract TopicLog log();

  /** Makes a topic of one partition with such records, and gives their offsets. */
  protected abstract List<Long> fill(TopicPartition partition);

  /** Lets the records before an offset expire. */
  protected abstract void expire(TopicPartition partition, long beginning);

  protected abstract void delete(String topic);

  /** The event time of the record of that number. */
  protected static long time(int number) {
    return 1_000L + number - (number % EARLY_EACH == 0 ? EARLY_MILLIS : 0);
  }

  @BeforeEach
  void fill() {
    partition = new TopicPartition("log-" + System.nanoTime(), 0);
    offsets = fill(partition);
    assertThat(offsets).hasSize(RECORDS);
    assertThat(offsets.get(RECORDS - 1)).as("there are gaps").isGreaterThan(RECORDS);
  }

  @Test
  void givesWhatIsCommittedInOrderAndNothingElse() {
    assertThat(read(0, end(), RECORDS + 1)).isEqualTo(offsets);
    assertThat(log().beginning(partition)).isZero();
    assertThat(end()).isGreaterThan(offsets.get(RECORDS - 1));
    assertThat(log().end(partition)).as("with the open transaction").isGreaterThan(end());
  }

  @Test
  void givesNoMoreThanIsAskedForAndFewerOnlyWhereThereAreNoMore() {
    assertThat(read(0, end(), 7)).isEqualTo(offsets.subList(0, 7));
    long from = offsets.get(100);
    long to = offsets.get(150);
    assertThat(read(from, to, 50)).isEqualTo(offsets.subList(100, 150));
    assertThat(read(from, to, 51)).isEqualTo(offsets.subList(100, 150));
    assertThat(read(from + 1, to, 1)).isEqualTo(offsets.subList(101, 102));
  }

  @Test
  void givesNothingOfAGap() {
    long gap = 0;
    while (offsets.contains(gap)) {
      gap++;
    }
    assertThat(read(gap, gap + 1, 1)).isEmpty();
  }

  @Test
  void knowsWhichLeaderWroteARecord() {
    long gap =
        LongStream.range(0, end())
            .filter(offset -> !offsets.contains(offset))
            .findFirst()
            .orElseThrow();
    assertThat(log().epochAt(partition, offsets.get(7))).hasValue(0);
    assertThat(log().epochAt(partition, gap)).isEmpty();
    assertThat(log().epochAt(partition, end())).as("not committed").isEmpty();
    expire(partition, offsets.get(8));
    assertThat(log().epochAt(partition, offsets.get(7))).isEmpty();
  }

  @Test
  void knowsAnOffsetBeforeWhichAllIsOlderHoweverMixedTheTimesAre() {
    for (int number = 0; number < RECORDS; number += 7) {
      long since = log().firstSince(partition, time(number));
      assertThat(since).as("since %d", number).isBetween(0L, offsets.get(firstSince(number, 0)));
    }
    assertThat(log().firstSince(partition, Long.MAX_VALUE / 2)).isEqualTo(end());
  }

  @Test
  void saysWhereWhatIsLeftBegins() {
    long beginning = offsets.get(120);
    expire(partition, beginning);
    assertThat(log().beginning(partition)).isEqualTo(beginning);
    assertThat(read(beginning, end(), RECORDS)).isEqualTo(offsets.subList(120, RECORDS));
    assertThatThrownBy(() -> read(0, end(), 1)).isInstanceOf(EvidenceGoneException.class);
    for (int number = 0; number < RECORDS; number += 7) {
      long first = offsets.get(firstSince(number, 120));
      assertThat(log().firstSince(partition, time(number))).isBetween(beginning, first);
    }
  }

  /** The first record, of those from a number on, that is no older than that of another. */
  private static int firstSince(int number, int from) {
    int first = from;
    while (time(first) < time(number)) {
      first++;
    }
    return first;
  }

  @Test
  void visitsWhatIsLeftOfARangeOrAllOfIt() {
    long beginning = offsets.get(120);
    assertThat(all(0)).isEqualTo(offsets);
    expire(partition, beginning);
    List<Long> left = new ArrayList<>();
    log().visitRemaining(partition, 0, end(), record -> left.add(record.offset()));
    assertThat(left).isEqualTo(offsets.subList(120, RECORDS));
    assertThat(all(beginning)).isEqualTo(left);
    assertThatThrownBy(() -> all(0))
        .isInstanceOf(EvidenceGoneException.class)
        .hasMessage("records 0 to %d of %s are gone", beginning - 1, partition);
  }

  private List<Long> all(long from) {
    List<Long> all = new ArrayList<>();
    log().visitAll(partition, from, end(), record -> all.add(record.offset()));
    return all;
  }

  @Test
  void saysThatATopicIsNotThere() {
    assertThat(read(0, end(), 1)).hasSize(1);
    delete(partition.topic());
    assertThatThrownBy(() -> log().beginning(partition)).isInstanceOf(OutOfReachException.class);
    assertThatThrownBy(this::end).isInstanceOf(OutOfReachException.class);
    assertThatThrownBy(() -> log().end(partition)).isInstanceOf(OutOfReachException.class);
    assertThatThrownBy(() -> log().firstSince(partition, 0))
        .isInstanceOf(OutOfReachException.class);
  }

  private long end() {
    return log().stableEnd(partition);
  }

  private List<Long> read(long from, long to, int most) {
    return log().read(partition, from, to, most).stream().map(SourceRecord::offset).toList();
  }
}
