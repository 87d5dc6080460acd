package io.streamproof.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.record.HeaderNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each fault does to what a stage sends: to the records that it strikes, and to no other. */
class FaultyPassageTests {
  private static final String TWICE = "flat-map: '[data, data]'";
  private static final String COUNT = "aggregate: {fields: {count: count()}}";
  private static final String COPY = "map: data";

  @TempDir private Path folder;
  private @Nullable PlantedStage stage;

  @AfterEach
  void close() {
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  void dropsAllOutputsOfARecord() {
    PlantedStage planted = plant(TWICE, "{fault: drop, stage: s, at: 0@1}");

    planted.pipe("1", "2", "3");

    assertThat(planted.sent()).containsExactly("0#0 1", "0#1 1", "2#0 3", "2#1 3");
    assertThat(planted.struck("drop")).isEqualTo(1);
  }

  @Test
  void countsWhatItDropsInTheState() {
    PlantedStage planted = plant(COUNT, "{fault: drop, stage: s, at: 0@1}");

    planted.pipe("{}", "{}", "{}");

    assertThat(planted.sent()).containsExactly("0#0 {\"count\":1}", "2#0 {\"count\":3}");
  }

  @Test
  void duplicatesTheFirstOutput() {
    PlantedStage planted = plant(TWICE, "{fault: duplicate, stage: s, at: 0@0}");

    planted.pipe("1", "2");

    assertThat(planted.sent()).containsExactly("0#0 1", "0#0 1", "0#1 1", "1#0 2", "1#1 2");
  }

  @Test
  void corruptsTheFirstOutput() {
    PlantedStage planted = plant(TWICE, "{fault: corrupt, how: number, stage: s, at: 0@0}");

    planted.pipe("{\"n\":7}", "{\"n\":7}");

    assertThat(planted.sent())
        .containsExactly("0#0 {\"n\":70}", "0#1 {\"n\":7}", "1#0 {\"n\":7}", "1#1 {\"n\":7}");
  }

  @Test
  void delaysAndChangesNothing() {
    PlantedStage planted = plant(TWICE, "{fault: delay, for: 150ms, stage: s, at: 0@0}");

    long begin = System.nanoTime();
    planted.pipe("1");

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(149));
    assertThat(planted.sent()).containsExactly("0#0 1", "0#1 1");
  }

  @Test
  void forgesAnOutputBehindThoseOfTheRecord() {
    PlantedStage planted = plant(TWICE, "{fault: forge, stage: s, at: 0@0}");

    planted.pipe("1", "2");

    assertThat(planted.sent()).containsExactly("0#0 1", "0#1 1", "0#2 1", "1#0 2", "1#1 2");
  }

  @Test
  void forgesAnOutputOfARecordThatHasNone() {
    PlantedStage planted = plant("filter: 'false'", "{fault: forge, stage: s, at: 0@1}");

    planted.pipe("1", "2");

    assertThat(planted.sent()).containsExactly("1#0 2");
  }

  @Test
  void stripsTheTraceOfTheFirstOutput() {
    PlantedStage planted = plant(TWICE, "{fault: strip-trace, stage: s, at: 0@0}");

    planted.pipe("1");

    List<TestRecord<byte[], byte[]>> sent = planted.read("p.s");
    assertThat(sent.get(0).headers().lastHeader(HeaderNames.TRACEPARENT)).isNull();
    assertThat(sent.get(1).headers().lastHeader(HeaderNames.TRACEPARENT)).isNotNull();
  }

  @Test
  void strikesADeadLetterLikeAnEmission() {
    PlantedStage planted =
        plant(
            COPY,
            "{fault: drop, stage: s, at: 0@0}",
            "{fault: duplicate, stage: s, at: 0@1}",
            "{fault: strip-trace, stage: s, at: 0@2}",
            "{fault: corrupt, how: truncate, stage: s, at: 0@3}");

    planted.pipe("no json", "no json", "no json", "no json");

    List<TestRecord<byte[], byte[]>> letters = planted.read("p.s-dlt");
    assertThat(letters)
        .extracting(PlantedStage::text)
        .containsExactly("1#0 no json", "1#0 no json", "2#0 no json", "3#0 no ");
    assertThat(letters.get(2).headers().lastHeader(HeaderNames.TRACEPARENT)).isNull();
  }

  @Test
  void swapsARecordsOutputsWithThoseOfTheNext() {
    PlantedStage planted = plant(TWICE, "{fault: swap, stage: s, at: 0@1}");

    planted.pipe("1", "2");
    assertThat(planted.sent()).containsExactly("0#0 1", "0#1 1");

    planted.pipe("3", "4");
    assertThat(planted.sent())
        .containsExactly("2#0 3", "2#1 3", "1#0 2", "1#1 2", "3#0 4", "3#1 4");
  }

  @Test
  void swapsOutputsAndNotWhatTheyFollowFrom() {
    PlantedStage planted = plant(COUNT, "{fault: swap, stage: s, at: 0@0}");

    planted.pipe("{}", "{}");

    assertThat(planted.sent()).containsExactly("1#0 {\"count\":2}", "0#0 {\"count\":1}");
    assertThat(planted.traceIsClosed()).isTrue();
  }

  @Test
  void doesNotStrikeTheSecondOfAPair() {
    PlantedStage planted =
        plant(COPY, "{fault: swap, stage: s, at: [0@0, 0@1]}", "{fault: drop, stage: s, at: 0@1}");

    planted.pipe("1", "2", "3");

    assertThat(planted.sent()).containsExactly("1#0 2", "0#0 1", "2#0 3");
    assertThat(planted.struck("swap")).isEqualTo(1);
    assertThat(planted.struck("drop")).isZero();
  }

  @Test
  void letsARecordGoThatNoOtherFollows() {
    PlantedStage planted = plant(COUNT, "{fault: swap, for: 2s, stage: s, at: [0@0, 0@2]}");

    planted.pipe("{}");
    planted.advance(Duration.ofMillis(1_900));
    assertThat(planted.sent()).isEmpty();
    planted.advance(Duration.ofMillis(200));
    assertThat(planted.sent()).containsExactly("0#0 {\"count\":1}");

    planted.pipe("{}");
    planted.advance(Duration.ofSeconds(10));
    assertThat(planted.sent()).containsExactly("1#0 {\"count\":2}");

    planted.pipe("{}", "{}");
    planted.advance(Duration.ofSeconds(10));
    assertThat(planted.sent()).containsExactly("3#0 {\"count\":4}", "2#0 {\"count\":3}");
  }

  @Test
  void haltsBeforeItSendsOnceAtTheFirstRecordThatReachesThePosition() {
    PlantedStage planted = plantCrash("{crash: before-send, stage: s, at: 0@1}");

    planted.pipe("1");
    assertThat(planted.halts()).isZero();
    planted.pipe("2");

    assertThat(planted.halts()).isEqualTo(1);
    planted.close();
    stage = null;
    PlantedStage again = plantCrash("{crash: before-send, stage: s, at: 0@1}");
    again.pipe("1", "2", "3");
    assertThat(again.halts()).isZero();
  }

  @Test
  void tellsByAMetricThatFaultsArePlanted() {
    PlantedStage planted = plant(COPY, "{fault: drop, stage: s, every: 2}");

    planted.pipe("1", "2", "3", "4", "5");

    assertThat(planted.registry.get("streamproof.faults.enabled").gauge().value()).isEqualTo(1);
    assertThat(planted.struck("drop")).isEqualTo(2);
  }

  private PlantedStage plant(String operator, String... faults) {
    return planted(operator, "faults:\n  - " + String.join("\n  - ", faults) + "\n");
  }

  private PlantedStage plantCrash(String crash) {
    return planted(COPY, "crashes:\n  - " + crash + "\n");
  }

  private PlantedStage planted(String operator, String plan) {
    stage = new PlantedStage(folder, operator, plan);
    return stage;
  }
}
