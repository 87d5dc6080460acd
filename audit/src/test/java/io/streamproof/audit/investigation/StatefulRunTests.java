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
import io.streamproof.audit.replay.MemorySnapshotStore;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/**
 * Twenty blocks of a stage that adds up orders by customer, investigated one after the other: no
 * record is read more than a few times, whatever there is to be found out.
 */
class StatefulRunTests {
  private static final int BLOCKS = 20;
  private static final int ORDERS = BLOCKS * Block.SIZE;
  private static final int EARLY = 100;
  private static final int LATE = ORDERS - 120;

  private final AuditedPipeline shop = Examples.shop();
  private final AuditedStage spent = shop.stages().get(1);
  private final MemoryTopicLog log = new MemoryTopicLog();
  private final List<OutputRecord> emitted = new ArrayList<>();
  private final List<SourceRecord> outputs = new ArrayList<>();

  @Test
  void blamesAForgedEarlyCopyAloneAndReadsNothingForEachThatStandsBehindIt() {
    run(1);
    SourceRecord copy = outputs.get(EARLY - 1);
    Headers headers = new RecordHeaders(copy.headers().toArray());
    headers
        .remove(HeaderNames.ORIGIN)
        .add(HeaderNames.ORIGIN, new Origin("spent", 0, LATE, 0, hash(), 1).toBytes());
    insert(
        EARLY,
        new SourceRecord(
            copy.topic(),
            copy.partition(),
            0,
            copy.timestamp(),
            copy.key(),
            copy.value(),
            headers));
    fill();

    assertThat(found(investigate(EARLY, Map.of()))).containsExactly("CORRUPTED spent:0@5000#0 x1");
    // Once for the record whose origin is forged, once more for the block that it claims.
    assertThat(log.read()).isLessThan(2 * ORDERS + 10 * Block.SIZE);
  }

  @Test
  void callsOutOfOrderWhatStandsBehindARightRecordOfAnotherBlock() {
    run(1);
    insert(EARLY, outputs.remove(LATE));
    fill();
    assertThat(investigate(EARLY, Map.of()).get(0).findings())
        .hasSize(Block.SIZE - EARLY)
        .extracting(finding -> finding.kind().name())
        .containsOnly("REORDERED");
  }

  @Test
  void looksOnceForWhatWasRightOfAllKeysThatAreWrong() {
    int customers = 200;
    run(customers);
    Map<KeyDigest, OpenFinding> open = new HashMap<>();
    for (int customer = 0; customer < customers; customer++) {
      open.put(KeyDigest.of(key(customer)), new OpenFinding(customer, customer, customer));
    }
    for (int i = ORDERS - Block.SIZE; i < ORDERS; i++) {
      SourceRecord right = outputs.get(i);
      outputs.set(
          i,
          new SourceRecord(
              right.topic(),
              right.partition(),
              0,
              right.timestamp(),
              right.key(),
              "{}".getBytes(UTF_8),
              right.headers()));
    }
    fill();

    BlockConclusion last =
        conclude(block(BLOCKS - 1), new KnownFacts(List.of(), open, 0), references());
    assertThat(last.closed()).hasSize(customers);
    assertThat(last.worsened()).isEmpty();
    assertThat(last.findings()).hasSize(customers);
    assertThat(ExplodedBlock.affected(last)).isEqualTo(Block.SIZE);
    assertThat(log.read()).isLessThan(3 * ORDERS);
  }

  /** Runs the stage on orders of so many customers. */
  private void run(int customers) {
    ReferenceStage large = new ReferenceStage(shop.stages().get(0).stage());
    ReferenceStage aggregate = new ReferenceStage(spent.stage());
    for (int offset = 0; offset < ORDERS; offset++) {
      String customer = new String(key(offset % customers), UTF_8);
      OutputRecord passed = large.process(order(0, offset, customer, 20)).get(0);
      SourceRecord source = standing(passed, 0, offset, passed.headers(1));
      log.append(source);
      OutputRecord output = aggregate.process(source).get(0);
      emitted.add(output);
      outputs.add(standing(output, 0, offset, output.headers(1)));
    }
  }

  private static byte[] key(int customer) {
    return ("c" + customer).getBytes(UTF_8);
  }

  private String hash() {
    return shop.specification().hash();
  }

  private void insert(int at, SourceRecord record) {
    outputs.add(at, record);
  }

  /** Writes the outputs one behind the other. */
  private void fill() {
    for (int i = 0; i < outputs.size(); i++) {
      SourceRecord record = outputs.get(i);
      outputs.set(
          i,
          new SourceRecord(
              record.topic(),
              0,
              i,
              record.timestamp(),
              record.key(),
              record.value(),
              record.headers()));
      log.append(outputs.get(i));
    }
  }

  private static PipelineReferences references() {
    return PipelineReferences.of(MemorySnapshotStore.empty());
  }

  /** Investigates all blocks; what is behind a place has a later origin that stands there. */
  private List<BlockConclusion> investigate(int place, Map<KeyDigest, OpenFinding> open) {
    PipelineReferences references = references();
    List<BlockConclusion> conclusions = new ArrayList<>();
    for (int number = 0; number < BLOCKS; number++) {
      KnownFacts facts = new KnownFacts(candidates(number, place), open, 0);
      conclusions.add(conclude(block(number), facts, references));
    }
    return conclusions;
  }

  private BlockConclusion conclude(
      SuspectBlock block, KnownFacts facts, PipelineReferences references) {
    return new BlockInvestigation(block, references, new MemoryBudget(64 << 20))
        .advance(new InvestigationSlice(log, facts, new TimeSlice(() -> 0, Duration.ofDays(1))))
        .orElseThrow();
  }

  private List<ReorderCandidate> candidates(long number, int place) {
    List<ReorderCandidate> candidates = new ArrayList<>();
    for (SourceRecord record : outputs.subList(place + 1, outputs.size())) {
      EmissionKey emission = EmissionKey.of(origin(record));
      if (Block.number(emission.offset()) == number && emission.offset() < LATE) {
        candidates.add(
            new ReorderCandidate(
                spent.id(), emission, RecordPlace.of(record), new EmissionKey(0, LATE, 0), place));
      }
    }
    return candidates;
  }

  private SuspectBlock block(long number) {
    List<OutputRange> ranges = new ArrayList<>();
    Tally observed = Tally.ZERO;
    for (SourceRecord record : outputs) {
      if (Block.number(origin(record).offset()) == number) {
        observed = observed.plus(ContentHash.observed(origin(record), record, false));
        ranges.add(
            new OutputRange(
                new TopicPartition(record.topic(), 0), record.offset(), record.offset() + 1));
      }
    }
    Tally expected =
        emitted.stream()
            .filter(output -> Block.number(output.origin().offset()) == number)
            .map(ContentHash::expected)
            .reduce(Tally.ZERO, Tally::plus);
    long from = number * Block.SIZE;
    long to = from + Block.SIZE;
    return new SuspectBlock(
        spent, 0, from, to, 0, Block.SIZE, expected, to - 1, observed, 0, ORDERS, ranges);
  }

  private static Origin origin(SourceRecord record) {
    return Objects.requireNonNull(record.origin());
  }

  private static List<String> found(List<BlockConclusion> conclusions) {
    return conclusions.stream()
        .flatMap(conclusion -> conclusion.findings().stream())
        .map(StatefulRunTests::describe)
        .toList();
  }

  private static String describe(Finding finding) {
    return finding.kind() + " " + finding.identity() + " x" + finding.extent().affected();
  }
}
