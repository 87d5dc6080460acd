package io.streamproof.audit.investigation;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.support.Examples.standing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.Finding;
import io.streamproof.audit.investigation.SuspectBlock.OutputRange;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each anomaly, planted in a block of four emissions, is named, and nothing else. */
class BlockComparisonTests {
  private final AuditedStage large = Examples.shop().stages().get(0);
  private final List<SourceRecord> orders = new ArrayList<>();
  private final List<OutputRecord> expected = new ArrayList<>();
  private final List<ObservedRecord> observed = new ArrayList<>();

  BlockComparisonTests() {
    ReferenceStage reference = new ReferenceStage(large.stage());
    for (long offset = 0; offset < 4; offset++) {
      orders.add(order(0, offset, "ada", 20 + offset));
    }
    orders.forEach(order -> expected.addAll(reference.process(order)));
    for (OutputRecord record : expected) {
      observed.add(copy(standing(record, 100 + record.origin().offset())));
    }
  }

  @Test
  void findsNothingWhereEachEmissionStandsOnce() {
    assertThat(kinds(false)).isEmpty();
  }

  @Test
  void findsLostWhatStandsNowhere() {
    observed.remove(2);
    assertThat(kinds(false)).containsExactly("LOST 2#0");
  }

  @Test
  void findsDuplicatedWhatStandsTwice() {
    observed.add(copy(standing(expected.get(1), 200)));
    assertThat(kinds(false)).containsExactly("DUPLICATED 1#0");
  }

  @Test
  void findsCorruptedWhatHasAnotherValue() {
    observed.set(1, copy(changed(expected.get(1), "ada", "{}")));
    assertThat(kinds(false)).containsExactly("CORRUPTED 1#0");
  }

  @Test
  void findsCorruptedWhatHasAnotherKey() {
    observed.set(1, copy(changed(expected.get(1), "bob", null)));
    assertThat(kinds(false)).containsExactly("CORRUPTED 1#0");
  }

  @Test
  void findsMisroutedWhatStandsInAnotherPartition() {
    OutputRecord record = expected.get(3);
    observed.set(3, copy(standing(record, 1 - record.partition(), 7, record.headers(1))));
    assertThat(kinds(false)).containsExactly("MISROUTED 3#0");
  }

  @Test
  void findsUntracedWhatHasAnotherTrace() {
    Headers headers = expected.get(0).headers(1);
    headers.remove(HeaderNames.TRACEPARENT);
    headers.add(
        HeaderNames.TRACEPARENT,
        "00-11111111111111111111111111111111-2222222222222222-00".getBytes(UTF_8));
    observed.set(0, copy(standing(expected.get(0), expected.get(0).partition(), 100, headers)));
    assertThat(kinds(false)).containsExactly("UNTRACED 0#0");
  }

  @Test
  void findsPhantomWhatIsNotExpected() {
    expected.remove(3);
    orders.set(3, order(0, 3, "ada", 1));
    assertThat(kinds(false)).containsExactly("PHANTOM 3#0");
  }

  @Test
  void findsCorruptedARepetitionOfARightEmissionThatHasAnotherValue() {
    observed.add(copy(changed(expected.get(1), "ada", "{}")));
    assertThat(kinds(false)).containsExactly("CORRUPTED 1#0");
    assertThat(findings(false).get(0).detail())
        .isEqualTo("it is repeated, and not as it was: its value differs");
  }

  @Test
  void findsCorruptedARepetitionThatComesFirst() {
    observed.set(1, copy(changed(expected.get(1), "ada", "{}")));
    observed.add(copy(standing(expected.get(1), 200)));
    assertThat(kinds(false)).containsExactly("CORRUPTED 1#0");
  }

  @Test
  void findsMisroutedARepetitionInAnotherPartition() {
    OutputRecord record = expected.get(3);
    observed.add(copy(standing(record, 1 - record.partition(), 7, record.headers(1))));
    assertThat(kinds(false)).containsExactly("MISROUTED 3#0");
  }

  @Test
  void countsAsDuplicatesOnlyRepetitionsThatAreRight() {
    observed.add(copy(standing(expected.get(1), 200)));
    observed.add(copy(changed(expected.get(1), "ada", "{}")));
    assertThat(kinds(false)).containsExactly("CORRUPTED 1#0", "DUPLICATED 1#0");
    assertThat(findings(false).get(1).detail()).startsWith("it stands 2 times in the output");
  }

  @Test
  void findsOnceAnEmissionOfWhichEachRecordIsWrong() {
    observed.set(1, copy(changed(expected.get(1), "ada", "{}")));
    observed.add(copy(changed(expected.get(1), "ada", "[]")));
    assertThat(kinds(false)).containsExactly("CORRUPTED 1#0");
  }

  @Test
  void findsCorruptedARepetitionInABlockThatWasProvenBefore() {
    observed.clear();
    observed.add(copy(changed(expected.get(1), "ada", "{}")));
    assertThat(kinds(true)).containsExactly("CORRUPTED 1#0");
  }

  @Test
  void findsOnlyDuplicatesInABlockThatWasProvenBefore() {
    observed.subList(1, 4).clear();
    assertThat(kinds(true)).containsExactly("DUPLICATED 0#0");
  }

  private List<Finding> findings(boolean cameLate) {
    MemoryTopicLog log = new MemoryTopicLog();
    orders.forEach(log::append);
    observed.stream()
        .map(ObservedRecord::record)
        .sorted(Comparator.comparing(SourceRecord::offset))
        .forEach(log::append);
    SuspectBlock block =
        new SuspectBlock(
            large,
            0,
            0,
            Block.SIZE,
            0,
            cameLate ? 0 : orders.size(),
            sum(cameLate ? List.of() : expected, ContentHash::expected),
            cameLate ? -1 : orders.size() - 1,
            sum(observed, each -> ContentHash.observed(each.origin(), each.record(), false)),
            0,
            orders.size(),
            List.of(
                new OutputRange(new TopicPartition("shop.large", 0), 0, 1_000),
                new OutputRange(new TopicPartition("shop.large", 1), 0, 1_000)));
    return Investigations.conclude(block, log, KnownFacts.NONE).findings();
  }

  private static <T> Tally sum(List<T> records, Function<T, Tally> hash) {
    return records.stream().map(hash).reduce(Tally.ZERO, Tally::plus);
  }

  private List<String> kinds(boolean cameLate) {
    return findings(cameLate).stream()
        .map(
            finding -> {
              EmissionKey emission = Objects.requireNonNull(finding.target().cause());
              return finding.kind() + " " + emission.offset() + "#" + emission.index();
            })
        .toList();
  }

  private static SourceRecord changed(OutputRecord record, String key, @Nullable String value) {
    return new SourceRecord(
        record.topic(),
        record.partition(),
        150,
        record.timestamp(),
        key.getBytes(UTF_8),
        value == null ? record.value() : value.getBytes(UTF_8),
        record.headers(1));
  }

  private static ObservedRecord copy(SourceRecord record) {
    return new ObservedRecord(Objects.requireNonNull(record.origin()), record);
  }
}
