package io.streamproof.audit.investigation;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.investigation.KeyHistory.OpenCase;
import io.streamproof.audit.investigation.SuspectBlock.Range;
import io.streamproof.audit.observation.Suspicion;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

/**
 * Blocks of stage {@code spent}, an aggregate that adds up a customer's orders, over its source
 * {@code shop.large}: 300 orders of one customer.
 */
class InvestigationTests {
  private static final int ORDERS = 300;
  private static final long FIRST_WRONG = 40;

  private final AuditedPipeline shop = Examples.shop();
  private final AuditedStage large = shop.stages().get(0);
  private final AuditedStage spent = shop.stages().get(1);
  private final MemoryLog log = new MemoryLog();
  private Optional<OpenCase> open = Optional.empty();
  private final Investigation investigation =
      new Investigation(
          log, (stage, partition, atMost, hash) -> Optional.empty(), (s, p, key) -> open);

  @Test
  void findsNothingWrongInWhatIsRight() {
    fill(List.of(), "");
    Verdicts verdicts = investigation.investigate(block(0, true), List.of());
    assertThat(verdicts.findings()).isEmpty();
    assertThat(verdicts.verdict()).isEqualTo("PROVEN");
  }

  @Test
  void callsASingleWrongEmissionCorrupted() {
    fill(List.of(FIRST_WRONG), "{\"orders\":0,\"total\":0}");
    assertThat(found(block(0, false))).containsExactly("CORRUPTED spent:0@40#0 x1");
  }

  @Test
  void callsAStateThatWentWrongDivergedOnce() {
    fill(List.of(40L, 41L, 42L, 43L), "{\"orders\":0,\"total\":0}");
    assertThat(found(block(0, false))).containsExactly("DIVERGED spent:0@40#0 x4");
  }

  @Test
  void callsTwoWrongEmissionsWithARightOneBetweenCorruptedTwice() {
    fill(List.of(40L, 42L), "{\"orders\":0,\"total\":0}");
    assertThat(found(block(0, false)))
        .containsExactly("CORRUPTED spent:0@40#0 x1", "CORRUPTED spent:0@42#0 x1");
  }

  @Test
  void continuesACaseOfAnEarlierBlock() {
    fill(List.of(255L, 256L, 257L), "{\"orders\":0,\"total\":0}");
    open = Optional.of(new OpenCase(7, 255));
    Verdicts verdicts = investigation.investigate(block(1, false), List.of());
    assertThat(verdicts.findings()).isEmpty();
    assertThat(verdicts.worsened()).containsEntry(7L, List.of(256L, 257L));
    assertThat(verdicts.verdict()).isEqualTo("VIOLATED");
  }

  @Test
  void doesNotContinueACaseThatARightEmissionHasEnded() {
    fill(List.of(40L, 256L), "{\"orders\":0,\"total\":0}");
    open = Optional.of(new OpenCase(7, 40));
    Verdicts verdicts = investigation.investigate(block(1, false), List.of());
    assertThat(verdicts.worsened()).isEmpty();
    assertThat(verdicts.closed()).containsExactly(7L);
    assertThat(kinds(verdicts)).containsExactly("CORRUPTED spent:0@256#0 x1");
  }

  @Test
  void callsOutOfOrderOnlyWhatStandsBehindARealLaterOrigin() {
    fill(List.of(), "");
    assertThat(investigation.investigate(block(0, true), List.of(suspicion(10, 11))).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.kind().name()).isEqualTo("REORDERED"));
    assertThat(investigation.investigate(block(0, true), List.of(suspicion(10, 9_999))).findings())
        .isEmpty();
  }

  @Test
  void callsPhantomAnOriginBehindTheEndOfItsSource() {
    fill(List.of(), "");
    SourceRecord real = log.read(outputPartition(), 5, 6).get(0);
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
            9_999_999 / 256,
            0,
            false,
            0,
            ORDERS,
            List.of(new Range(outputPartition(), 900, 901)));
    assertThat(found(block)).containsExactly("PHANTOM spent:0@9999999#0 x1");
  }

  @Test
  void callsUnverifiableWhatCanNoLongerBeRepeated() {
    fill(List.of(40L), "{}");
    log.expire(new TopicPartition("shop.large", 0), 10);
    Verdicts verdicts = investigation.investigate(block(0, false), List.of());
    assertThat(verdicts.verdict()).isEqualTo("UNVERIFIABLE");
    assertThat(kinds(verdicts)).containsExactly("UNVERIFIABLE spent:0@0-255 x1");
  }

  @Test
  void callsUnverifiableWhatWasMadeUnderAnotherSpecification() {
    fill(List.of(), "");
    SuspectBlock block = new SuspectBlock(spent, 0, 0, 256, false, 3, ORDERS, List.of());
    assertThat(investigation.investigate(block, List.of()).verdict()).isEqualTo("UNVERIFIABLE");
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

  private SuspectBlock block(long number, boolean agrees) {
    return new SuspectBlock(
        spent,
        0,
        number,
        number == 0 ? 256 : ORDERS - 256,
        agrees,
        0,
        ORDERS,
        List.of(new Range(outputPartition(), 0, ORDERS)));
  }

  private TopicPartition outputPartition() {
    ReferenceStage filter = new ReferenceStage(large.stage());
    OutputRecord passed = filter.process(order(0, 0, "ada", 20)).get(0);
    return new TopicPartition("shop.spent", passed.partition());
  }

  private Suspicion suspicion(long offset, long behind) {
    Place place = new Place(outputPartition().topic(), outputPartition().partition(), offset);
    return new Suspicion(spent.id(), 0, offset, 0, place, behind, 0, offset - 1);
  }

  private List<String> found(SuspectBlock block) {
    return kinds(investigation.investigate(block, List.of()));
  }

  private static List<String> kinds(Verdicts verdicts) {
    return verdicts.findings().stream().map(InvestigationTests::describe).toList();
  }

  private static String describe(Finding finding) {
    return finding.kind() + " " + finding.identity() + " x" + finding.affected();
  }
}
