package io.streamproof.audit.investigation;

import static io.streamproof.audit.investigation.ExplodedBlock.affected;
import static io.streamproof.audit.investigation.ExplodedBlock.origin;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.investigation.InvestigationRepository.BlockConclusion;
import io.streamproof.audit.reconciliation.BlockVerdict;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A block of 255 events with many emissions each: what it takes to investigate it, and finds. */
class LargeBlockTests {
  private static final int EMISSIONS = 50;
  private static final int PARTS = 20;
  private static final int KIB = 1_024;
  private static final long MIB = 1 << 20;

  private final MemoryBudget budget = new MemoryBudget(4 * MIB);

  @Test
  void readsEachRecordThreeTimesAndKeepsHardlyAny() {
    ExplodedBlock many = new ExplodedBlock(EMISSIONS, KIB);
    SourceRecord repeated = many.outputs.get(EMISSIONS + 7);
    many.append(repeated, origin(repeated));
    BlockConclusion conclusion = conclude(many);

    assertThat(kinds(conclusion)).containsExactly("DUPLICATED parts:0@1#7 x1");
    assertThat(conclusion.verdict()).isEqualTo(BlockVerdict.VIOLATED);
    assertThat(many.log.read())
        .isLessThanOrEqualTo(3 * (ExplodedBlock.EVENTS + many.outputs.size()));
    // The event of that emission, of fifty parts, is most of it.
    assertThat(budget.peak()).isLessThan(100 * KIB);
  }

  @Test
  void namesTheFirstOfVeryManyAndCountsTheOthers() {
    ExplodedBlock many = new ExplodedBlock(EMISSIONS, 1);
    SourceRecord only = many.outputs.get(0);
    many.outputs.clear();
    many.outputs.add(only);
    BlockConclusion conclusion = conclude(many);

    int lost = ExplodedBlock.EVENTS * EMISSIONS - 1;
    assertThat(conclusion.findings()).extracting(Finding::kind).containsOnly(FindingKind.LOST);
    assertThat(conclusion.findings()).hasSize(BlockInvestigation.MOST_FINDINGS);
    assertThat(kinds(conclusion)).startsWith("LOST parts:0@0#1 x1", "LOST parts:0@0#2 x1");
    assertThat(affected(conclusion)).isEqualTo(lost);
    Finding last = conclusion.findings().get(conclusion.findings().size() - 1);
    assertThat(last.extent().affected()).isEqualTo(lost - conclusion.findings().size() + 1);
    assertThat(last.detail()).contains("further emissions");
    assertThat(budget.peak()).isLessThanOrEqualTo(budget.bytes());
  }

  @Test
  void findsTheLastOfManyAnomaliesOfAnotherKind() {
    ExplodedBlock many = new ExplodedBlock(EMISSIONS, 1);
    SourceRecord last = many.outputs.get(many.outputs.size() - 1);
    many.outputs.subList(0, many.outputs.size() - 1).clear();
    many.append(last, origin(last));
    assertThat(conclude(many).findings())
        .extracting(Finding::kind)
        .contains(FindingKind.LOST, FindingKind.DUPLICATED);
  }

  @Test
  void countsPhantomsHoweverManyTheyAre() {
    ExplodedBlock many = new ExplodedBlock(1, 1);
    SourceRecord first = many.outputs.get(0);
    for (int index = 1; index <= 5_000; index++) {
      many.append(first, phantom(first, index));
    }
    BlockConclusion conclusion = conclude(many);
    assertThat(conclusion.findings()).hasSize(BlockInvestigation.MOST_FINDINGS);
    assertThat(kinds(conclusion)).startsWith("PHANTOM parts:0@0#1 x1");
    assertThat(affected(conclusion)).isEqualTo(5_000);
  }

  @Test
  void showsOnlyAsMuchOfLongRecordsAsFits() {
    ExplodedBlock many = new ExplodedBlock(1, 60 * KIB);
    many.outputs.removeIf(record -> origin(record).offset() > 0);
    BlockConclusion conclusion = conclude(many);
    assertThat(conclusion.findings()).hasSizeBetween(5, 30);
    assertThat(affected(conclusion)).isEqualTo(ExplodedBlock.EVENTS - 1L);
    assertThat(budget.peak()).isLessThanOrEqualTo(budget.bytes());
  }

  @Test
  void showsOnlyThePlaceOfALongForgedRecordThatDoesNotFit() {
    ExplodedBlock many = new ExplodedBlock(1, 1);
    SourceRecord first = many.outputs.get(0);
    byte[] key = "k".repeat(5 << 20).getBytes(UTF_8);
    SourceRecord forged =
        new SourceRecord(
            first.topic(), 0, 0, first.timestamp(), key, first.value(), first.headers());
    many.append(forged, phantom(first, 9));
    assertThat(conclude(many).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(FindingKind.PHANTOM);
              assertThat(finding.target().key()).isNull();
              assertThat(finding.evidence().observed()).hasSizeLessThan(KIB);
            });
  }

  @Test
  void findsTheSameInWindowsAndSlicesAsAtOnce() {
    ExplodedBlock many = new ExplodedBlock(PARTS, 1);
    int emissions = many.outputs.size();
    for (int i = 0; i < 300; i++) {
      SourceRecord repeated = many.outputs.get(i * 83 % emissions);
      many.append(repeated, origin(repeated));
    }
    many.outputs.removeIf(record -> record.offset() % 997 == 5);
    SuspectBlock block = many.fill();
    BlockConclusion atOnce =
        Investigations.conclude(block, many.log, KnownFacts.NONE, new MemoryBudget(64 * MIB));
    assertThat(atOnce.findings()).hasSizeBetween(300, 330);
    // Forty offsets fill a window, whose part in this memory is a half.
    MemoryBudget little = new MemoryBudget(2L * 40 * PARTS * EmissionWindow.ENTRY_BYTES);
    assertThat(affected(Investigations.conclude(block, many.log, KnownFacts.NONE, little)))
        .isEqualTo(atOnce.findings().size());
    assertThat(Investigations.concludeInSlices(block, many.log, KnownFacts.NONE)).isEqualTo(atOnce);
  }

  private BlockConclusion conclude(ExplodedBlock many) {
    return Investigations.conclude(many.fill(), many.log, KnownFacts.NONE, budget);
  }

  private static Origin phantom(SourceRecord like, int index) {
    Origin origin = origin(like);
    return new Origin(
        origin.stage(),
        0,
        origin.offset(),
        index,
        origin.specification(),
        origin.emittedAtMicros());
  }

  private static List<String> kinds(BlockConclusion conclusion) {
    return conclusion.findings().stream()
        .map(
            finding ->
                "%s %s x%s"
                    .formatted(finding.kind(), finding.identity(), finding.extent().affected()))
        .toList();
  }
}
