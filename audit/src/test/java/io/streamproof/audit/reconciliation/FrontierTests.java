package io.streamproof.audit.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.log.LogIdentity.EpochMark;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.reconciliation.Judgement.HopKey;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.tally.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Frontiers of {@code shop}: a filter and, behind it, an aggregate, on two partitions each. */
class FrontierTests {
  private static final UUID SOURCE = UUID.randomUUID();
  private static final Instant NEWEST = Instant.parse("2001-03-31T22:27:00Z");

  private final AuditedPipeline shop = Examples.shop();
  private final Brokers brokers = new Brokers();
  private final Map<HopKey, Long> settled = new HashMap<>();
  private final Map<HopKey, Long> unjudged = new HashMap<>();
  private final Map<TopicPartition, Long> cuts = new HashMap<>();
  private final FrontierLog log = new FrontierLog(Duration.ofSeconds(10), () -> Instant.EPOCH);
  private List<SourceBlock> open = List.of();
  private FixedRecords records = new FixedRecords(false, false);
  private @Nullable EpochMark mark;
  private final Map<String, Long> read = new HashMap<>();
  private long claimsRead;
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
  void waitsUntilResultsAreReadAndJudgesWhatIsFoundInThem() {
    settle(1, 100);
    settle(2, 60);
    brokers.end("shop.source", 100);
    brokers.end("shop.large", 60);
    brokers.end("shop.spent", 30);
    read.put("shop.spent", 29L);
    Frontier frontier = begin();
    assertThat(frontier.advance()).as("one result is not read").isFalse();
    read.put("shop.spent", 30L);
    unjudged.put(new HopKey((short) 2, 1), 8L);
    assertThat(frontier.advance()).as("what it says is not judged").isFalse();
    unjudged.clear();
    assertThat(frontier.advance()).isTrue();
  }

  @Test
  void isVoidWhereALogEndsBeforeWhatWasReadOfIt() {
    settle(1, 100);
    settle(2, 100);
    brokers.end("shop.source", 100);
    brokers.end("shop.large", 100);
    read.put("shop.source", 101L);
    Frontier frontier = begin();
    assertThat(frontier.isVoid()).as("cut, though nobody has noticed yet").isTrue();
    assertThat(frontier.advance()).isFalse();
  }

  @Test
  void isVoidOnceALogHasAnotherLeader() {
    settle(1, 100);
    brokers.end("shop.source", 100);
    Frontier frontier = begin();
    brokers.epoch = 1;
    settle(2, 0);
    assertThat(frontier.advance()).as("the log may have been cut meanwhile").isFalse();
    assertThat(frontier.isVoid()).isTrue();
    assertThat(begin().advance()).isTrue();
  }

  @Test
  void isCompleteOnlyIfEachLogIsTheOneThatWasRead() {
    settle(1, 100);
    settle(2, 0);
    brokers.end("shop.source", 100);
    brokers.epoch = 2;
    mark = new EpochMark(1, 7);
    assertThat(begin().advance()).as("the record that was read is not there").isFalse();
    records = new FixedRecords(false, true);
    assertThat(begin().advance()).isTrue();
    records = new FixedRecords(false, false);
    mark = new EpochMark(2, 7);
    assertThat(begin().advance()).as("it was read of the present leader").isTrue();
  }

  @Test
  void waitsForClaimsOfWhatItCovers() {
    settle(1, 100);
    settle(2, 0);
    brokers.end("shop.source", 100);
    open = List.of(observed(100, 20));
    Frontier frontier = begin();
    assertThat(frontier.advance()).as("80 of 100 are not claimed").isFalse();
    open = List.of(observed(120, 100));
    assertThat(frontier.advance()).as("all are, but one is not what was claimed").isFalse();
    records = new FixedRecords(true, false);
    assertThat(frontier.advance()).as("what comes later need not be claimed").isTrue();
  }

  @Test
  void waitsUntilTheClaimsThatWereThereAreRead() {
    settle(1, 100);
    settle(2, 0);
    brokers.end("shop.claims", 7);
    claimsRead = 6;
    Frontier frontier = begin();
    assertThat(frontier.advance()).as("the last may be about an event that is lost").isFalse();
    brokers.end("shop.claims", 20);
    claimsRead = 7;
    assertThat(frontier.advance()).as("those that come later need not be").isTrue();
  }

  @Test
  void isNotCompleteWhileMoreSourceBlocksAreOpenThanItLooksAt() {
    settle(1, 100);
    settle(2, 0);
    open = Collections.nCopies(10_000, observed(0, 0));
    assertThat(begin().advance()).isFalse();
  }

  @Test
  void cutsTheLedgerWhereItEndsUnlessItOnlyLooks() {
    brokers.end("shop.source", 100);
    settle(1, 100);
    brokers.end("shop.large", 60);
    settle(2, 60);
    Frontiers frontiers = frontiers();
    assertThat(frontiers.look(shop).advance()).isTrue();
    assertThat(cuts).isEmpty();
    assertThat(frontiers.take(shop).advance()).isTrue();
    assertThat(cuts)
        .containsEntry(new TopicPartition("shop.source", 1), 100L)
        .containsEntry(new TopicPartition("shop.large", 0), 60L);
  }

  @Test
  void isLoggedWithTheNewestEventTimeOnceItIsComplete() {
    brokers.end("shop.source", 100);
    Frontier frontier = begin();
    frontier.advance();
    assertThat(log.state("shop").asOf()).isNull();
    settle(1, 100);
    settle(2, 0);
    frontier.advance();
    assertThat(log.state("shop").asOf()).isEqualTo(Instant.EPOCH);
    assertThat(log.state("shop").newest()).isEqualTo(NEWEST);
  }

  private static SourceBlock observed(int records, int claims) {
    return new SourceBlock(
        1,
        0,
        first(claims),
        new Tally(claims, 1, claims),
        first(records),
        new Tally(records, 1, records),
        BlockVerdict.OPEN,
        Duration.ZERO,
        false);
  }

  private static BitSet first(int count) {
    BitSet bits = new BitSet();
    bits.set(0, count);
    return bits;
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
    return frontiers().take(shop);
  }

  private Frontiers frontiers() {
    return new Frontiers(new Ledger(), brokers, new CurrentRecords(), log, () -> Instant.EPOCH);
  }

  private void settle(int stage, long through) {
    for (int partition = 0; partition < 2; partition++) {
      settled.put(new HopKey((short) stage, partition), through);
    }
  }

  private final class CurrentRecords implements RecordReader {
    @Override
    public boolean areClaimsMet(AuditedPipeline pipeline, SourceBlock block) {
      return records.areClaimsMet();
    }

    @Override
    public boolean has(TopicPartition partition, EpochMark mark) {
      return records.hasMarks();
    }
  }

  /** Everything, unless a test says otherwise. */
  private long read(String topic) {
    return read.getOrDefault(topic, brokers.ends.getOrDefault(topic, 0L));
  }

  /** All partitions of a topic end at the same offset, and all topics have the same id. */
  private static final class Brokers implements OffsetReader {
    private final Map<String, Long> ends = new HashMap<>();
    private int epoch;

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
    public Map<TopicPartition, Integer> epochs(Collection<TopicPartition> partitions) {
      Map<TopicPartition, Integer> epochs = new HashMap<>();
      partitions.forEach(each -> epochs.put(each, epoch));
      return epochs;
    }

    @Override
    public Map<String, UUID> topicIds(Collection<String> topics) {
      Map<String, UUID> ids = new HashMap<>();
      topics.forEach(topic -> ids.put(topic, SOURCE));
      return ids;
    }
  }

  private final class Ledger extends EmptyJudgement {
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
                      new ReadProgress(
                          topic.equals("shop.claims") ? claimsRead : read(topic),
                          -1,
                          readTopic,
                          trouble.isEmpty() ? null : trouble,
                          NEWEST,
                          mark));
                }
              });
      return progress;
    }

    @Override
    public JudgedOffsets judged(AuditedPipeline pipeline) {
      return new JudgedOffsets(settled, unjudged);
    }

    @Override
    public List<SourceBlock> openSourceBlocks(AuditedPipeline pipeline, int most) {
      return open;
    }

    @Override
    public Map<TopicPartition, Long> cut(AuditedPipeline pipeline, Map<TopicPartition, Long> ends) {
      cuts.putAll(ends);
      return ends;
    }
  }
}
