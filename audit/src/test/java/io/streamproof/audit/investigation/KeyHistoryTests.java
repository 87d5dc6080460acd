package io.streamproof.audit.investigation;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.investigation.InvestigationRepository.OpenFinding;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.replay.MemorySnapshotStore;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Whether a wrong emission of a key, the first of a block that begins at offset 200,192, belongs to
 * the finding before it.
 */
class KeyHistoryTests {
  private static final long FIRST = 200_192;
  private static final long FARTHEST = FIRST - 100_000;
  private static final KeyDigest ADA = KeyDigest.of("ada".getBytes(UTF_8));

  private final AuditedStage large = Examples.shop().stages().get(0);
  private final AuditedStage spent = Examples.shop().stages().get(1);
  private final MemoryTopicLog log = new MemoryTopicLog();

  @Test
  void itDoesWhereNothingOfTheKeyIsBetween() {
    fill(FIRST - 50, "ada");
    fill(FIRST - 40, "bob");
    assertThat(belongsTo(FIRST - 50)).isTrue();
  }

  @Test
  void itDoesNotWhereSomethingOfTheKeyIsBetween() {
    fill(FIRST - 50, "ada");
    fill(FIRST - 40, "ada");
    assertThat(belongsTo(FIRST - 50)).isFalse();
  }

  @Test
  void itDoesNotWhereSomethingOfTheKeyIsTheLastBeforeTheBlock() {
    fill(FIRST - 50, "ada");
    fill(FIRST - 1, "ada");
    assertThat(belongsTo(FIRST - 50)).isFalse();
    assertThat(belongsTo(FIRST - 2)).isFalse();
  }

  @Test
  void itDoesWhereTheFindingReachesUpToTheBlock() {
    fill(FIRST - 1, "ada");
    assertThat(belongsTo(FIRST - 1)).isTrue();
    assertThat(log.read()).as("without a look").isZero();
  }

  @Test
  void itDoesNotWhereTheFindingIsTooFarAway() {
    fill(FARTHEST - 2, "ada");
    assertThat(belongsTo(FARTHEST - 2)).isFalse();
    assertThat(log.read()).as("without a look").isZero();
    assertThat(belongsTo(FARTHEST - 1)).isTrue();
  }

  private boolean belongsTo(long lastWrong) {
    DivergenceTracker tracker =
        new DivergenceTracker(Map.of(ADA, new OpenFinding(1, lastWrong, lastWrong)));
    new KeyHistory(block(), new ReferenceCursor(MemorySnapshotStore.empty()))
        .consult(
            List.of(ADA, KeyDigest.of("cyd".getBytes(UTF_8))),
            tracker,
            new InvestigationSlice(
                log,
                new KnownFacts(List.of(), Map.of(), 0),
                new TimeSlice(() -> 0, Duration.ofDays(1))));
    return tracker.isPart(ADA, FIRST);
  }

  private SuspectBlock block() {
    return new SuspectBlock(
        spent, 0, FIRST, FIRST + 256, 0, 1, Tally.ZERO, FIRST, Tally.ZERO, 0, FIRST + 1, List.of());
  }

  private void fill(long offset, String customer) {
    OutputRecord passed =
        new ReferenceStage(large.stage()).process(order(0, offset, customer, 20)).get(0);
    log.append(standing(passed, 0, offset, passed.headers(1)));
  }
}
