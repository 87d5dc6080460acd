package io.streamproof.operator.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a stage may begin at the beginning, and what is said when it may not. */
class OffsetAdviceTests {
  private static final EarlierResults FOUND =
      EarlierResults.at("p.s-0 at offset 17 has the origin s:1@4#0");
  private static final EarlierResults UNSEARCHED =
      EarlierResults.unsearched("records were deleted from p.s-0");

  private final OffsetAdvice advice = new OffsetAdvice("p-s", "kafka:9092", null);

  @Test
  void aNewStageBeginsAtTheBeginning() {
    SourcePositions positions = positions(at(0, 0, 100, null), at(1, 5, 5, null));

    assertThat(positions.isUsable()).isFalse();
    assertThat(positions.questionable()).containsExactlyInAnyOrder(0, 1);
    assertThat(advice.refusal(positions, EarlierResults.NONE)).isEmpty();
    assertThat(positions.beginnings())
        .isEqualTo(Map.of(new TopicPartition("p.source", 0), 0L, partition(1), 5L));
  }

  @Test
  void oneThatHasRunBeforeDoesNot() {
    Optional<UnusableException> refusal =
        advice.refusal(positions(at(0, 0, 100, null), at(1, 0, 5, null)), FOUND);

    assertThat(refusal.orElseThrow())
        .hasMessageContaining("Group p-s has no committed offset for p.source-0, p.source-1")
        .hasMessageContaining("p.s-0 at offset 17 has the origin s:1@4#0")
        .hasMessageContaining("double their results");
    assertThat(refusal.orElseThrow().mend())
        .contains(
            "kafka-consumer-groups.sh --bootstrap-server kafka:9092 --group p-s"
                + " --topic p.source:0,1 --reset-offsets --to-earliest --execute")
        .doesNotContain("state");
  }

  @Test
  void norDoesOneOfWhichNobodyCanSayWhetherItHasRun() {
    assertThat(advice.refusal(positions(at(0, 0, 100, null)), UNSEARCHED).orElseThrow())
        .hasMessageContaining("cannot be seen: records were deleted from p.s-0");
  }

  @Test
  void aPartitionWithoutRecordsBeginsAtItsBeginningBesideOthers() {
    SourcePositions positions = positions(at(0, 0, 100, 40L), at(1, 0, 0, null));

    assertThat(positions.questionable()).isEmpty();
    assertThat(advice.refusal(positions, EarlierResults.NONE)).isEmpty();
    assertThat(positions.beginnings()).isEqualTo(Map.of(partition(1), 0L));
  }

  @Test
  void aPartitionWithRecordsIsSearchedAloneBesideOthers() {
    SourcePositions positions = positions(at(0, 0, 100, 40L), at(1, 0, 3, null));

    assertThat(positions.questionable()).isEqualTo(Set.of(1));
    assertThat(advice.refusal(positions, EarlierResults.NONE)).isEmpty();
    assertThat(advice.refusal(positions, UNSEARCHED)).isEmpty();
    assertThat(advice.refusal(positions, FOUND).orElseThrow())
        .hasMessageContaining("for p.source-1, and");
  }

  @Test
  void goesOnExactlyWhereItHasStopped() {
    assertThat(positions(at(0, 0, 100, 0L), at(1, 10, 100, 10L), at(2, 0, 7, 7L)).isUsable())
        .isTrue();
  }

  @Test
  void doesNotGoOnBelowTheBeginning() {
    SourcePositions positions = positions(at(0, 0, 100, 40L), at(1, 120, 200, 50L));

    assertThat(positions.isUsable()).isFalse();
    assertThat(advice.refusal(positions, EarlierResults.NONE).orElseThrow())
        .hasMessageContaining("offset 50 of p.source-1, which now begins at 120")
        .hasMessageNotContaining("p.source-0");
  }

  @Test
  void doesNotGoOnBeyondTheEnd() {
    assertThat(advice.refusal(positions(at(0, 0, 30, 31L)), EarlierResults.NONE).orElseThrow())
        .hasMessageContaining("offset 31 of p.source-0, which ends at 30");
  }

  @Test
  void saysThatStateIsNotResetWithOffsets() {
    OffsetAdvice stateful = new OffsetAdvice("p-s", "kafka:9092", "p-s-state-changelog");

    assertThat(stateful.refusal(positions(at(0, 0, 1, null)), FOUND).orElseThrow().mend())
        .contains("The state in topic p-s-state-changelog stays as it is");
  }

  @Test
  void doesNotGoOnWithAnEmptyState() {
    OffsetAdvice stateful = new OffsetAdvice("p-s", "kafka:9092", "p-s-state-changelog");
    SourcePositions positions = positions(at(0, 0, 9, 4L), at(1, 3, 9, 3L), at(2, 0, 9, null));

    assertThat(positions.hasProgress()).isTrue();
    assertThat(positions(at(1, 3, 9, 3L)).hasProgress()).isFalse();
    assertThat(stateful.lostState(positions))
        .hasMessageContaining("processed records of p.source-0, and topic p-s-state-changelog");
    assertThat(stateful.lostState(positions).mend())
        .endsWith("--topic p.source:0 --reset-offsets --to-earliest --execute");
  }

  @Test
  void explainsWhatIsLostWhileItRuns() {
    assertThat(advice.lostPosition(new NoOffsetForPartitionException(partition(1))))
        .hasMessageContaining("no committed offset for p.source-1 any more");
    assertThat(advice.lostPosition(new LogTruncationException(Map.of(partition(1), 9L), Map.of())))
        .hasMessage("The log was truncated below the stage's position in p.source-1 at 9.");
  }

  private static SourcePositions positions(SourcePosition... positions) {
    return new SourcePositions(Arrays.asList(positions));
  }

  private static SourcePosition at(
      int partition, long beginning, long end, @Nullable Long committed) {
    return new SourcePosition(partition(partition), beginning, end, committed);
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition("p.source", number);
  }
}
