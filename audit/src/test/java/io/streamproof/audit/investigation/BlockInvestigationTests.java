package io.streamproof.audit.investigation;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.investigation.InvestigationRepository.OpenFinding;
import io.streamproof.audit.investigation.SuspectBlock.OutputRange;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

/**
 * Blocks of stage {@code spent}, an aggregate that adds up a customer's orders, over its source
 * {@code shop.large}: 300 orders of one customer.
 */
class BlockInvestigationTests {
  private static final int ORDERS = 300;
  private static final long FIRST_WRONG = 40;

  private final AuditedPipeline shop = Examples.shop();
  private final AuditedStage large = shop.stages().get(0);
  private final AuditedStage spent = shop.stages().get(1);
  private final MemoryTopicLog log = new MemoryTopicLog();
  private Optional<OpenFinding> open = Optional.empty();
  private long start;

  @Test
  void findsNothingWrongInWhatIsRight() {
    fill(List.of(), "");
    BlockConclusion conclusion = investigate(block(0), List.of());
    assertThat(conclusion.findings()).isEmpty();
    assertThat(conclusion.verdict()).isEqualTo(BlockVerdict.PROVEN);
  }

  @Test
  void callsASingleWrongEmissionCorrupted() {
    fill(List.of(FIRST_WRONG), "{\"orders\":0,\"total\":0}");
    assertThat(found(block(0))).containsExactly("CORRUPTED spent:0@40#0 x1");
  }

  @Test
  void callsAStateThatWentWrongDivergedOnce() {
    fill(List.of(40L, 41L, 42L, 43L), "{\"orders\":0,\"total\":0}");
    assertThat(found(block(0))).containsExactly("DIVERGED spent:0@40#0 x4");
  }

  @Test
  void callsTwoWrongEmissionsWithARightOneBetweenCorruptedTwice() {
    fill(List.of(40L, 42L), "{\"orders\":0,\"total\":0}");
    assertThat(found(block(0)))
        .containsExactly("CORRUPTED spent:0@40#0 x1", "CORRUPTED spent:0@42#0 x1");
  }

  @Test
  void continuesAFindingOfAnEarlierBlock() {
    fill(List.of(255L, 256L, 257L), "{\"orders\":0,\"total\":0}");
    open = Optional.of(new OpenFinding(7, 255, 255));
    BlockConclusion conclusion = investigate(block(1), List.of());
    assertThat(conclusion.findings()).isEmpty();
    assertThat(conclusion.worsened()).containsEntry(7L, List.of(256L, 257L));
    assertThat(conclusion.verdict()).isEqualTo(BlockVerdict.VIOLATED);
  }

  @Test
  void doesNotContinueAFindingThatARightEmissionHasEnded() {
    fill(List.of(40L, 256L), "{\"orders\":0,\"total\":0}");
    open = Optional.of(new OpenFinding(7, 40, 40));
    BlockConclusion conclusion = investigate(block(1), List.of());
    assertThat(conclusion.worsened()).isEmpty();
    assertThat(conclusion.closed()).containsExactly(7L);
    assertThat(kinds(conclusion)).containsExactly("CORRUPTED spent:0@256#0 x1");
  }

  /** The block grew, or could not be investigated in its turn. */
  @Test
  void doesNotAddToAFindingOfALaterBlock() {
    fill(List.of(40L, 41L, 42L), "{\"orders\":0,\"total\":0}");
    open = Optional.of(new OpenFinding(7, 260, 290));
    BlockConclusion conclusion = investigate(block(0), List.of());
    assertThat(kinds(conclusion)).containsExactly("DIVERGED spent:0@40#0 x3");
    assertThat(conclusion.worsened()).isEmpty();
    assertThat(conclusion.closed()).isEmpty();
  }

  @Test
  void leavesWhatGoesOnInALaterBlockToTheFindingThere() {
    fill(List.of(253L, 254L, 255L), "{\"orders\":0,\"total\":0}");
    BlockConclusion last = investigate(block(0), List.of());
    assertThat(last.findings().get(0).extent().ongoing()).isTrue();

    open = Optional.of(new OpenFinding(7, 260, 290));
    BlockConclusion followed = investigate(block(0), List.of());
    assertThat(kinds(followed)).containsExactly("DIVERGED spent:0@253#0 x3");
    assertThat(followed.findings().get(0).extent().ongoing()).isFalse();
  }

  /** What is wrong before it was not when the block was investigated first. */
  @Test
  void countsOnlyOnceWhatAFindingOfItsOwnCounts() {
    fill(List.of(40L, 42L, 43L), "{\"orders\":0,\"total\":0}");
    open = Optional.of(new OpenFinding(7, 42, 43));
    BlockConclusion conclusion = investigate(block(0), List.of());
    assertThat(kinds(conclusion)).containsExactly("CORRUPTED spent:0@40#0 x1");
    assertThat(conclusion.worsened()).containsEntry(7L, List.of(42L, 43L));
    assertThat(conclusion.closed()).containsExactly(7L);
  }

  @Test
  void callsOutOfOrderOnlyWhatStandsBehindARealLaterOrigin() {
    fill(List.of(), "");
    assertThat(investigate(block(0), List.of(candidate(10, 11))).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.kind().name()).isEqualTo("REORDERED"));
    assertThat(investigate(block(0), List.of(candidate(10, 9_999))).findings()).isEmpty();
  }

  @Test
  void callsPhantomAnOriginBehindTheEndOfItsSource() {
    fill(List.of(), "");
    SourceRecord real = log.read(outputPartition(), 5, 6, 1).get(0);
    Headers headers = real.headers();
    headers.remove(HeaderNames.ORIGIN);
    headers.add(
        HeaderNames.ORIGIN,
        new Origin("spent", 0, 9_999_999, 0, shop.specification().hash(), 1).toBytes());
    SourceRecord phantom =
        new SourceRecord(
            real.topic(),
            real.partition(),
            900,
            real.timestamp(),
            real.key(),
            real.value(),
            headers);
    log.append(phantom);
    SuspectBlock block =
        new SuspectBlock(
            spent,
            0,
            9_999_999 / 256 * 256,
            9_999_999 / 256 * 256 + 256,
            0,
            0,
            Tally.ZERO,
            -1,
            contentHash(phantom),
            0,
            ORDERS,
            List.of(new OutputRange(outputPartition(), 900, 901)));
    assertThat(found(block)).containsExactly("PHANTOM spent:0@9999999#0 x1");
  }

  /** It was found when the source ended before its origin, and the source has gone on since. */
  @Test
  void leavesABlockOpenOfWhichSomethingIsNotSettledYet() {
    fill(List.of(), "");
    BlockConclusion conclusion = investigate(settledBelow(270, 290), List.of());
    assertThat(conclusion.findings()).isEmpty();
    assertThat(conclusion.verdict()).isEqualTo(BlockVerdict.OPEN);
  }

  @Test
  void findsWhatIsWrongInThePartOfABlockThatIsSettled() {
    fill(List.of(260L), "{}");
    BlockConclusion conclusion = investigate(settledBelow(270, 290), List.of());
    assertThat(kinds(conclusion)).containsExactly("CORRUPTED spent:0@260#0 x1");
    assertThat(conclusion.verdict()).isEqualTo(BlockVerdict.OPEN);
  }

  @Test
  void leavesABlockOpenOfWhichMoreIsExpectedThanIsSettled() {
    fill(List.of(260L), "{}");
    SuspectBlock whole = block(1);
    SuspectBlock unsettled =
        new SuspectBlock(
            spent,
            0,
            whole.from(),
            whole.to(),
            whole.judgedFrom(),
            whole.records(),
            whole.expected(),
            whole.expectedLast(),
            tallyOf(List.of(outputRange(256, 270))),
            0,
            270,
            List.of(outputRange(256, 270)));
    assertThat(investigate(unsettled, List.of()).verdict()).isEqualTo(BlockVerdict.OPEN);
  }

  /** The second block, settled below an offset, with an emission from behind that. */
  private SuspectBlock settledBelow(long settled, long ahead) {
    List<OutputRange> ranges = List.of(outputRange(256, settled), outputRange(ahead, ahead + 1));
    ReferenceStage aggregate = new ReferenceStage(spent.stage());
    Tally expected = Tally.ZERO;
    for (SourceRecord source : log.read(new TopicPartition("shop.large", 0), 0, settled, ORDERS)) {
      Tally emitted = ContentHash.expected(aggregate.process(source).get(0));
      expected = source.offset() < 256 ? expected : expected.plus(emitted);
    }
    return new SuspectBlock(
        spent,
        0,
        256,
        512,
        0,
        (int) settled - 256,
        expected,
        settled - 1,
        tallyOf(ranges),
        0,
        settled,
        ranges);
  }

  private OutputRange outputRange(long from, long to) {
    return new OutputRange(outputPartition(), from, to);
  }

  private Tally tallyOf(List<OutputRange> ranges) {
    return ranges.stream()
        .flatMap(range -> log.read(range.partition(), range.from(), range.to(), ORDERS).stream())
        .map(BlockInvestigationTests::contentHash)
        .reduce(Tally.ZERO, Tally::plus);
  }

  @Test
  void callsNothingLostWhoseRecordsHaveGoneSinceTheyWereRead() {
    fill(List.of(40L), "{}");
    SuspectBlock block = block(0);
    log.expire(outputPartition(), 100);
    assertThat(found(block)).containsExactly("UNVERIFIABLE spent:0@0-255 x1");
    assertThat(investigate(block, List.of()).findings().get(0).detail()).contains("have gone");
  }

  @Test
  void comparesNothingWithASourceThatIsNotWhatWasRead() {
    fill(List.of(40L), "{}");
    SuspectBlock block = block(0);
    List<SourceRecord> source = log.of(new TopicPartition("shop.large", 0));
    source.set(7, altered(source.get(7), "{\"customer\":\"ada\",\"amount\":1}"));
    assertThat(found(block)).containsExactly("UNVERIFIABLE spent:0@0-255 x1");
  }

  @Test
  void callsLostOnlyWhatCannotHaveGoneUnread() {
    fill(List.of(), "");
    log.of(outputPartition()).removeIf(record -> origin(record).offset() == 100);
    assertThat(found(block(0))).containsExactly("LOST spent:0@100#0 x1");

    start = 101;
    log.expire(outputPartition(), start);
    assertThat(found(block(0)))
        .as("it may have been before the first record that is left")
        .containsExactly("UNVERIFIABLE spent:0@0-255 x1");
  }

  @Test
  void callsLostWhatABeginningThatWasMissedDoesNotConcern() {
    fill(List.of(), "");
    log.of(outputPartition()).removeIf(record -> origin(record).offset() == 270);
    start = 101;
    log.expire(outputPartition(), start);
    assertThat(found(block(1))).containsExactly("LOST spent:0@270#0 x1");
  }

  @Test
  void comparesABlockFromItsBaselineOn() {
    fill(List.of(), "");
    List<SourceRecord> output = log.of(outputPartition());
    output.removeIf(record -> origin(record).offset() == 270);
    SuspectBlock block = block(1, 260);
    assertThat(block.expected().count()).isEqualTo(40);
    assertThat(found(block)).containsExactly("LOST spent:0@270#0 x1");
  }

  @Test
  void callsUnverifiableWhatCanNoLongerBeRepeated() {
    fill(List.of(40L), "{}");
    SuspectBlock block = block(0);
    log.expire(new TopicPartition("shop.large", 0), 10);
    BlockConclusion conclusion = investigate(block, List.of());
    assertThat(conclusion.verdict()).isEqualTo(BlockVerdict.UNVERIFIABLE);
    assertThat(kinds(conclusion)).containsExactly("UNVERIFIABLE spent:0@0-255 x1");
  }

  @Test
  void callsUnverifiableWhatExpiresWhileItIsRead() {
    fill(List.of(40L), "{}");
    MemoryTopicLog expiring =
        new MemoryTopicLog() {
          @Override
          public List<SourceRecord> of(TopicPartition partition) {
            return log.of(partition);
          }

          @Override
          public long beginning(TopicPartition partition) {
            long beginning = super.beginning(partition);
            expire(partition, 10);
            return beginning;
          }
        };
    BlockConclusion conclusion = Investigations.conclude(block(0), expiring, facts(List.of()));
    assertThat(conclusion.verdict()).isEqualTo(BlockVerdict.UNVERIFIABLE);
  }

  @Test
  void callsNothingLostThatGoesWhileItIsReadAgain() {
    fill(List.of(40L), "{}");
    MemoryTopicLog expiring =
        new MemoryTopicLog() {
          private int visits;

          @Override
          public List<SourceRecord> of(TopicPartition partition) {
            return log.of(partition);
          }

          @Override
          public void visit(
              TopicPartition partition, long from, long to, Predicate<SourceRecord> visitor) {
            super.visit(partition, from, to, visitor);
            visits += partition.equals(outputPartition()) ? 1 : 0;
            if (visits == 1) {
              expire(outputPartition(), 10);
            }
          }
        };
    assertThat(kinds(Investigations.conclude(block(0), expiring, facts(List.of()))))
        .containsExactly("UNVERIFIABLE spent:0@0-255 x1");
  }

  @Test
  void callsUnverifiableWhatWasMadeUnderAnotherSpecification() {
    fill(List.of(), "");
    SuspectBlock block =
        new SuspectBlock(
            spent, 0, 0, 256, 0, 256, Tally.ZERO, 255, Tally.ZERO, 3, ORDERS, List.of());
    assertThat(investigate(block, List.of()).verdict()).isEqualTo(BlockVerdict.UNVERIFIABLE);
  }

  /** Fills source and output; the emissions for some source offsets get a wrong value. */
  private void fill(List<Long> wrong, String value) {
    ReferenceStage filter = new ReferenceStage(large.stage());
    ReferenceStage aggregate = new ReferenceStage(spent.stage());
    for (long offset = 0; offset < ORDERS; offset++) {
      OutputRecord passed = filter.process(order(0, offset, "ada", 20)).get(0);
      SourceRecord source = standing(passed, 0, offset, passed.headers(1));
      log.append(source);
      OutputRecord emitted = aggregate.process(source).get(0);
      SourceRecord standing = standing(emitted, offset);
      log.append(wrong.contains(offset) ? altered(standing, value) : standing);
    }
  }

  private static SourceRecord altered(SourceRecord record, String value) {
    return new SourceRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        value.getBytes(UTF_8),
        record.headers());
  }

  /** A block as the ledger holds it once all that is in the log was read. */
  private SuspectBlock block(long number) {
    return block(number, 0);
  }

  private SuspectBlock block(long number, long from) {
    ReferenceStage aggregate = new ReferenceStage(spent.stage());
    Tally expected = Tally.ZERO;
    for (SourceRecord source : log.of(new TopicPartition("shop.large", 0))) {
      Tally emitted = ContentHash.expected(aggregate.process(source).get(0));
      expected =
          source.offset() / 256 == number && source.offset() >= from
              ? expected.plus(emitted)
              : expected;
    }
    Tally observed =
        log.of(outputPartition()).stream()
            .filter(record -> origin(record).offset() / 256 == number)
            .filter(record -> origin(record).offset() >= from)
            .map(BlockInvestigationTests::contentHash)
            .reduce(Tally.ZERO, Tally::plus);
    return new SuspectBlock(
        spent,
        0,
        number * 256,
        number * 256 + 256,
        from,
        number == 0 ? 256 : ORDERS - 256,
        expected,
        number == 0 ? 255 : ORDERS - 1,
        observed,
        0,
        ORDERS,
        List.of(new OutputRange(outputPartition(), 0, ORDERS)));
  }

  private static Tally contentHash(SourceRecord record) {
    return ContentHash.observed(origin(record), record, false);
  }

  private static Origin origin(SourceRecord record) {
    return Objects.requireNonNull(record.origin());
  }

  private TopicPartition outputPartition() {
    ReferenceStage filter = new ReferenceStage(large.stage());
    OutputRecord passed = filter.process(order(0, 0, "ada", 20)).get(0);
    return new TopicPartition("shop.spent", passed.partition());
  }

  private ReorderCandidate candidate(long offset, long behind) {
    RecordPlace place =
        new RecordPlace(outputPartition().topic(), outputPartition().partition(), offset);
    return new ReorderCandidate(
        spent.id(), new EmissionKey(0, offset, 0), place, new EmissionKey(0, behind, 0), behind);
  }

  private BlockConclusion investigate(SuspectBlock block, List<ReorderCandidate> candidates) {
    return Investigations.conclude(block, log, facts(candidates));
  }

  private BlockFacts facts(List<ReorderCandidate> candidates) {
    Map<KeyDigest, OpenFinding> ofAda =
        open.map(finding -> Map.of(KeyDigest.of("ada".getBytes(UTF_8)), finding)).orElse(Map.of());
    return new KnownFacts(candidates, ofAda, start);
  }

  private List<String> found(SuspectBlock block) {
    return kinds(investigate(block, List.of()));
  }

  private static List<String> kinds(BlockConclusion conclusion) {
    return conclusion.findings().stream().map(BlockInvestigationTests::describe).toList();
  }

  private static String describe(Finding finding) {
    return finding.kind() + " " + finding.identity() + " x" + finding.extent().affected();
  }
}
