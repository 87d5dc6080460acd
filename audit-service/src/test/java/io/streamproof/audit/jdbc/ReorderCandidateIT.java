package io.streamproof.audit.jdbc;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Evidence;
import io.streamproof.audit.finding.Finding.Extent;
import io.streamproof.audit.finding.Finding.Target;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.investigation.SuspectBlock;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.observation.ObservedBatch.ReorderCandidate;
import io.streamproof.audit.observation.PartitionObserver;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A block of 20 records of which the sixth is in the output before all others. */
class ReorderCandidateIT {
  private static final int ORDERS = 20;
  private static final int EARLY = 5;

  private final LedgerFixture fixture = new LedgerFixture();
  private final MemoryTopicLog topics = new MemoryTopicLog();
  private final List<SourceRecord> outputs = new ArrayList<>();
  private final PartitionObserver output;

  ReorderCandidateIT() {
    ReferenceStage large = new ReferenceStage(fixture.large().stage());
    List<SourceRecord> orders = new ArrayList<>();
    List<SourceRecord> emitted = new ArrayList<>();
    for (long offset = 0; offset < ORDERS; offset++) {
      orders.add(order(0, offset, "ada", 20));
      emitted.add(standing(large.process(orders.get((int) offset)).get(0), offset));
    }
    emitted.add(0, emitted.remove(EARLY));
    for (int i = 0; i < ORDERS; i++) {
      outputs.add(at(emitted.get(i), i));
    }
    orders.forEach(topics::append);
    outputs.forEach(topics::append);
    output = fixture.observer("shop.large", outputs.get(0).partition());
    fixture.read(fixture.observer("shop.source", 0), orders);
    fixture.read(output, outputs);
    judge();
  }

  @Test
  void areGivenPageByPageInTheOrderOfTheirEmissions() {
    SuspectBlock block = suspect();
    List<ReorderCandidate> first = fixture.turn(turn -> turn.candidates(block, null, 3));
    List<ReorderCandidate> second = fixture.turn(turn -> turn.candidates(block, first.get(2), 3));
    assertThat(first)
        .extracting(candidate -> candidate.emission().offset())
        .containsExactly(0L, 1L, 2L);
    assertThat(second)
        .extracting(candidate -> candidate.emission().offset())
        .containsExactly(3L, 4L);
  }

  @Test
  void areForgottenWithTheConclusionButNotThatSomeAreOutOfOrder() {
    fixture.investigator(fixture.investigations, topics).step();
    assertThat(findings()).isEqualTo("REORDERED 5");
    assertThat(candidates()).isZero();
    assertThat(verdict()).isEqualTo("VIOLATED 5");

    // A repetition comes and is a candidate too; what was out of order before still is.
    fixture.read(output, List.of(at(outputs.get(0), ORDERS)));
    judge();
    fixture.conclude(suspect(), BlockVerdict.PROVEN);
    assertThat(candidates()).isZero();
    assertThat(verdict()).isEqualTo("VIOLATED 5");
  }

  @Test
  void areForgottenWhereNoneIsOutOfOrder() {
    fixture.conclude(suspect(), BlockVerdict.PROVEN);
    assertThat(candidates()).isZero();
    assertThat(verdict()).isEqualTo("PROVEN 0");
  }

  @Test
  void remainWhereTheBlockStaysOpen() {
    fixture.conclude(suspect(), BlockVerdict.OPEN);
    assertThat(candidates()).isEqualTo(5);
    assertThat(verdict()).isEqualTo("OPEN 5");
  }

  @Test
  void remainWhereTheBlockHasGrownMeanwhile() {
    SuspectBlock before = suspect();
    fixture.read(output, List.of(at(outputs.get(0), ORDERS)));
    judge();
    fixture.conclude(before, BlockVerdict.PROVEN);
    assertThat(candidates()).isEqualTo(6);
    assertThat(verdict()).isEqualTo("SUSPECT 6");
  }

  @Test
  void aFindingThatStandsForManyGrowsWithItsBlock() {
    for (long affected : new long[] {3, 9, 4}) {
      Finding finding =
          Finding.emission(
              fixture.large(),
              FindingKind.LOST,
              new Target(new EmissionKey(0, 7, 0), null, null, null, null),
              new Extent(affected, false, 7L, null),
              "it stands nowhere",
              Evidence.NONE);
      SuspectBlock block = suspect();
      fixture.turn(
          turn -> {
            turn.conclude(
                block,
                new BlockConclusion(BlockVerdict.VIOLATED, List.of(finding), Map.of(), List.of()));
            return block;
          });
      fixture.jdbc.sql("update block set verdict = 'SUSPECT'").update();
    }
    assertThat(findings()).isEqualTo("LOST 9");
  }

  private void judge() {
    fixture.judgement.settle(fixture.large(), Map.of(0, (long) ORDERS, 1, 0L));
    fixture.judgement.judge(fixture.shop);
  }

  private SuspectBlock suspect() {
    return fixture.suspects().stream()
        .filter(block -> block.stage().equals(fixture.large()))
        .findFirst()
        .orElseThrow();
  }

  private long candidates() {
    return fixture.jdbc.sql("select count(*) from suspicion").query(Long.class).single();
  }

  private String verdict() {
    return fixture
        .jdbc
        .sql("select verdict || ' ' || suspicions from block where stage_id = 1")
        .query(String.class)
        .single();
  }

  private String findings() {
    return fixture
        .jdbc
        .sql("select string_agg(distinct kind, ',') || ' ' || sum(affected) from finding")
        .query(String.class)
        .single();
  }

  private static SourceRecord at(SourceRecord record, long offset) {
    return new SourceRecord(
        record.topic(),
        record.partition(),
        offset,
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }
}
