package io.streamproof.verification.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.verification.stack.Report.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecallTableTests {
  private static final Anomaly LOST = Anomaly.of("LOST", "late", 0, 7, 0);
  private static final Anomaly SECOND = Anomaly.of("LOST", "late", 0, 8, 0);
  private static final Anomaly FALSE = Anomaly.of("PHANTOM", "late", 0, 9, 0);

  private static ScenarioResult result(long seed, Set<Anomaly> found) {
    return new ScenarioResult(
        "s",
        seed,
        Verdict.VIOLATED,
        new Manifest(
            List.of(
                new Planted("drop", "late", "filter", "0@7", List.of(LOST)),
                new Planted("drop", "late", "filter", "0@8", List.of(SECOND)),
                new Planted("drop", "late", "filter", "0@9", List.of()))),
        new Judgement(Set.of(LOST, SECOND), found),
        new Delays(List.of()),
        Duration.ZERO,
        List.of(),
        null);
  }

  @Test
  void addsUpOverAllRuns() {
    RecallTable table = new RecallTable();
    table.add(result(1, Set.of(LOST, SECOND)));
    table.add(result(2, Set.of(LOST, FALSE)));

    assertThat(table.markdown())
        .contains(
            "2 runs with 2 seeds.",
            "| drop | filter | 6 | 4 | 3 | 1 | 0.7500 |",
            "Findings of what was not planted: 1 {PHANTOM at late=1}; precision 0.7500.");
  }
}
