package io.streamproof.audit.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.audit.support.Examples;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Frontiers of {@code shop}: a filter and, behind it, an aggregate, on two partitions each. */
class FrontierTests {
  private static final UUID SOURCE = UUID.randomUUID();

  private final AuditedPipeline shop = Examples.shop();
  private final Brokers brokers = new Brokers();
  private final Map<HopKey, Long> settled = new HashMap<>();
  private final Map<HopKey, Long> unjudged = new HashMap<>();
  private final Map<Integer, Long> unclaimed = new HashMap<>();
  private UUID readTopic = SOURCE;
  private String trouble = "";

  @Test
  void isCompleteOnceAllThatWasAcknowledgedIsJudgedDownTheGraph() {
    brokers.end("shop.source", 100);
    settle(1, 40);
    settle(2, 10);
    Frontier frontier = begin();
    assertThat(frontier.advance()).as("the filter has not settled it").isFalse();

    settle(1, 100);
    brokers.end("shop.large", 60);
    assertThat(frontier.advance()).as("what the filter emitted is not settled").isFalse();
    settle(2, 59);
    assertThat(frontier.advance()).isFalse();
    settle(2, 60);
    assertThat(frontier.advance()).isTrue();
  }

  @Test
  void isNotHeldUpByWhatComesLater() {
    brokers.end("shop.source", 100);
    settle(1, 100);
    brokers.end("shop.large", 60);
    Frontier frontier = begin();
    assertThat(frontier.advance()).isFalse();
    brokers.end("shop.source", 999);
    brokers.end("shop.large", 999);
    unjudged.put(new HopKey((short) 1, 0), 100L);
    settle(2, 60);
    assertThat(frontier.advance()).isTrue();
  }

  @Test
  void takesTheEndsOfATopicOnlyOnceItsWritersHaveSettledTheirSources() {
    brokers.end("shop.source", 100);
    brokers.end("shop.large", 5);
    settle(1, 99);
    settle(2, 5);
    Frontier frontier = begin();
    assertThat(frontier.advance()).isFalse();
    brokers.end("shop.large", 60);
    settle(1, 100);
    assertThat(frontier.advance()).as("5 was the end before the commit was seen").isFalse();
  }

  @Test
  void waitsUntilEachBlockBeforeItHasBeenSeenJudged() {
    settle(1, 100);
    settle(2, 0);
    brokers.end("shop.source", 100);
    HopKey first = new HopKey((short) 1, 0);
    HopKey second = new HopKey((short) 1, 1);
    unjudged.put(first, 0L);
    Frontier frontier = begin();
    assertThat(frontier.advance()).isFalse();
    unjudged.remove(first);
    unjudged.put(second, 0L);
    assertThat(frontier.advance()).as("the second, once, and the first not now").isTrue();
  }

  @Test
  void waitsForClaimsOfWhatItCovers() {
    settle(1, 100);
    settle(2, 0);
    brokers.end("shop.source", 100);
    unclaimed.put(1, 0L);
    Frontier frontier = begin();
    assertThat(frontier.advance()).isFalse();
    unclaimed.put(1, 256L);
    assertThat(frontier.advance()).isTrue();
  }

  @Test
  void isNeverCompleteOnALogThatIsNotTheOneThatWasRead() {
    settle(1, 100);
    settle(2, 0);
    Frontier frontier = begin();
    assertThat(frontier.advance()).isTrue();
    readTopic = UUID.randomUUID();
    assertThat(begin().advance()).isFalse();
    readTopic = SOURCE;
    trouble = "in quarantine";
    assertThat(begin().advance()).isFalse();
  }

  @Test
  void isNotCompleteWhereNothingWasEverSettled() {
    assertThat(begin().advance()).isFalse();
  }

  private Frontier begin() {
    return Frontier.begin(shop, new Ledger(), brokers, Instant.EPOCH);
  }

  private void settle(int stage, long through) {
    for (int partition = 0; partition < 2; partition++) {
      settled.put(new HopKey((short) stage, partition), through);
    }
  }

  /** All partitions of a topic end at the same offset, and all topics have the same id. */
  private static final class Brokers implements OffsetReader {
    private final Map<String, Long> ends = new HashMap<>();

    void end(String topic, long offset) {
      ends.put(topic, offset);
    }

    @Override
    public Map<TopicPartition, Long> committed(String group) {
      return Map.of();
    }

    @Override
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
      Map<TopicPartition, Long> found = new HashMap<>();
      partitions.forEach(each -> found.put(each, ends.getOrDefault(each.topic(), 0L)));
      return found;
    }

    @Override
    public Map<String, UUID> topicIds(Collection<String> topics) {
      Map<String, UUID> ids = new HashMap<>();
      topics.forEach(topic -> ids.put(topic, SOURCE));
      return ids;
    }
  }

  private final class Ledger implements Judgement {
    @Override
    public Map<TopicPartition, ReadProgress> progress(AuditedPipeline pipeline) {
      Map<TopicPartition, ReadProgress> progress = new HashMap<>();
      pipeline
          .topics()
          .forEach(
              (topic, partitions) -> {
                for (int partition = 0; partition < partitions; partition++) {
                  progress.put(
                      new TopicPartition(topic, partition),
                      new ReadProgress(0, -1, readTopic, trouble.isEmpty() ? null : trouble));
                }
              });
      return progress;
    }

    @Override
    public JudgedOffsets judged(AuditedPipeline pipeline) {
      return new JudgedOffsets(settled, unjudged, unclaimed);
    }

    @Override
    public Map<Integer, Long> settled(AuditedStage stage) {
      return Map.of();
    }

    @Override
    public void settle(AuditedStage stage, Map<Integer, Long> through) {}

    @Override
    public int judge(AuditedPipeline pipeline) {
      return 0;
    }

    @Override
    public List<Ahead> ahead(AuditedPipeline pipeline) {
      return List.of();
    }

    @Override
    public void suspect(Ahead block) {}

    @Override
    public void judgeSource(AuditedPipeline pipeline) {}

    @Override
    public long unclaimedBelow(AuditedPipeline pipeline, Map<Integer, Long> offsets) {
      return 0;
    }
  }
}
