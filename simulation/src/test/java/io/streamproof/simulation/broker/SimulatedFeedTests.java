package io.streamproof.simulation.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.log.LogCutException;
import io.streamproof.audit.log.RecordFeed;
import io.streamproof.audit.log.RecordFeedContract;
import io.streamproof.pipeline.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A simulated feed is as good as a real one, and knows logs that were cut. */
class SimulatedFeedTests extends RecordFeedContract {
  private static final TopicPartition CUT = new TopicPartition("cut", 0);
  private static final int AT_ONCE = 7;

  private final SimulatedBroker broker = new SimulatedBroker(() -> 0);
  private final SimulatedGroup group = new SimulatedGroup(broker);
  private final FilledTopic topic = new FilledTopic(broker);

  @Override
  protected List<Long> fill(TopicPartition partition) {
    return topic.fill(partition, RECORDS, number -> number);
  }

  @Override
  protected RecordFeed feed(TopicPartition partition) {
    return new SimulatedFeed(broker, group, () -> RECORDS / 3);
  }

  @Override
  protected void lose(RecordFeed feed, TopicPartition partition) {
    ((SimulatedFeed) feed).expel(1);
  }

  @Test
  void findsALogThatWasTruncatedEvenIfItHasGrownAgain() {
    topic.fill(CUT, 10, number -> number);
    SimulatedFeed feed = subscribed(0, null);
    feed.poll(Duration.ZERO);
    assertThat(feed.position(CUT)).hasValue(7);
    broker.log(CUT).truncate(4);
    topic.add(CUT, 10);
    assertThatThrownBy(() -> feed.poll(Duration.ZERO))
        .isInstanceOfSatisfying(
            LogCutException.class, cut -> assertThat(cut.truncatedAt()).isEqualTo(Map.of(CUT, 4L)));
  }

  @Test
  void findsATruncationByTheEpochThatItIsGivenForAPosition() {
    topic.fill(CUT, 10, number -> number);
    broker.log(CUT).truncate(4);
    topic.add(CUT, 10);
    SimulatedFeed feed = subscribed(6, 0);
    assertThatThrownBy(() -> feed.poll(Duration.ZERO)).isInstanceOf(LogCutException.class);
  }

  @Test
  void readsOnUnderALeaderThatLacksNothing() {
    topic.fill(CUT, 10, number -> number);
    SimulatedFeed feed = subscribed(0, null);
    feed.poll(Duration.ZERO);
    broker.log(CUT).elect();
    topic.add(CUT, 3);
    assertThat(feed.poll(Duration.ZERO).get(CUT)).hasSize(6);
    assertThat(feed.lastPolled(CUT)).returns(1, mark -> mark == null ? null : mark.epoch());
  }

  @Test
  void findsAPositionThatRetentionHasOvertaken() {
    topic.fill(CUT, 10, number -> number);
    broker.log(CUT).expire(5);
    SimulatedFeed feed = subscribed(2, null);
    assertThatThrownBy(() -> feed.poll(Duration.ZERO))
        .isInstanceOfSatisfying(
            LogCutException.class, cut -> assertThat(cut.truncatedAt()).isEmpty());
  }

  @Test
  void readsOnWithoutKnowingThatAnotherHasItsPartitions() {
    topic.fill(CUT, 20, number -> number);
    SimulatedFeed first = subscribed(0, null);
    first.poll(Duration.ZERO);
    first.expel(1);
    SimulatedFeed second = subscribed(0, null);
    assertThat(second.poll(Duration.ZERO)).containsKey(CUT);
    assertThat(first.poll(Duration.ZERO).get(CUT)).extracting(SourceRecord::offset).startsWith(7L);
    assertThatThrownBy(() -> first.poll(Duration.ZERO)).hasCauseInstanceOf(LostException.class);
  }

  @Test
  void handsAPartitionOnOnlyOnceItsOwnerHasGivenItUp() {
    topic.fill(CUT, 20, number -> number);
    SimulatedFeed first = subscribed(0, null);
    first.poll(Duration.ZERO);
    SimulatedFeed second = subscribed(0, null);
    assertThat(second.poll(Duration.ZERO)).isEmpty();
    assertThat(first.poll(Duration.ZERO)).isEmpty();
    assertThat(second.poll(Duration.ZERO)).containsKey(CUT);
  }

  private SimulatedFeed subscribed(long from, @Nullable Integer epoch) {
    SimulatedFeed feed = new SimulatedFeed(broker, group, () -> AT_ONCE);
    feed.subscribe(
        List.of(CUT.topic()),
        new RecordFeed.AssignmentListener() {
          @Override
          public void assigned(Collection<TopicPartition> partitions) {
            new ArrayList<>(partitions).forEach(each -> feed.seek(each, from, epoch));
          }

          @Override
          public void revoked(Collection<TopicPartition> partitions) {}

          @Override
          public void lost(Collection<TopicPartition> partitions) {
            throw new LostException();
          }
        });
    return feed;
  }

  private static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
