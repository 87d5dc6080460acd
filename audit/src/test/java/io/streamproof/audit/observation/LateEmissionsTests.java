package io.streamproof.audit.observation;

import static io.streamproof.audit.support.Examples.audited;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.baseline.PipelineBaseline;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.log.LogIdentity;
import io.streamproof.audit.replay.MemorySnapshotStore;
import io.streamproof.pipeline.RandomTries;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LateEmissionsTests {
  private static final long ARRIVED = 1_700_000_000_000_000L;
  private static final String SHOP =
      """
      name: shop
      %s
      stages:
        - {name: first, filter: data.x > 0}
        - {name: last, filter: data.y > 0}
      """;
  private static final AuditedPipeline HURRIED =
      audited("shop.yml", SHOP.formatted("latencyMax: 2s"));
  private static final AuditedPipeline UNHURRIED =
      audited("shop.yml", SHOP.formatted("partitions: 1"));

  @Test
  void areTheResultsThatTookLonger() {
    assertThat(late(HURRIED, "shop.last", 2_000_001)).containsExactly(2_000_001L);
    assertThat(late(HURRIED, "shop.last", 2_000_000)).isEmpty();
    assertThat(late(HURRIED, "shop.last", -1)).as("a clock that is behind").isEmpty();
    assertThat(late(HURRIED, "shop.first", 9_000_000)).as("no result").isEmpty();
    assertThat(late(HURRIED, "shop.last-dlt", 9_000_000)).as("a dead letter").isEmpty();
    assertThat(late(UNHURRIED, "shop.last", 9_000_000)).isEmpty();
  }

  @Test
  void isNeverSaidOfARecordThatDoesNotTellWhenItsEventArrived() {
    ObservedBatch batch = new ObservedBatch();
    observer(HURRIED, "shop.last")
        .observe(record("shop.last", 0, Long.MAX_VALUE / 10, null), batch);
    assertThat(batch.late()).isEmpty();
  }

  @Test
  void isNotSaidOfACopy() {
    ObservedBatch batch = new ObservedBatch();
    PartitionObserver observer = observer(HURRIED, "shop.last");
    observer.observe(record("shop.last", 0, ARRIVED + 1, String.valueOf(ARRIVED)), batch);
    observer.observe(copy(record("shop.last", 0, ARRIVED + 9_000_000, ARRIVED + ""), 1), batch);
    assertThat(batch.late()).isEmpty();
    assertThat(batch.candidates()).hasSize(1);
  }

  @Test
  void doNotDependOnTheOrderInWhichTheyAreSeen() {
    RandomTries.run(
        1_000,
        values -> {
          List<Integer> took = values.list(1, 50, () -> values.integer(1, 1_000));
          List<Integer> numbers = IntStream.range(0, took.size()).boxed().toList();
          assertSummed(took, values.shuffled(numbers));
        });
  }

  private static void assertSummed(List<Integer> took, List<Integer> numbers) {
    LateEmissions late = new LateEmissions();
    for (int number : numbers) {
      late.add(origin("last", number, 0), record("shop.last", number, 0, null), took.get(number));
    }
    assertThat(late.count()).isEqualTo(took.size());
    assertThat(late.slowestMicros()).isEqualTo(Collections.max(took).longValue());
    assertThat(late.first().emission()).isEqualTo(new EmissionKey(0, 0, 0));
    assertThat(late.first().place()).isEqualTo(new RecordPlace("shop.last", 0, 0));
  }

  private static List<Long> late(AuditedPipeline pipeline, String topic, long tookMicros) {
    ObservedBatch batch = new ObservedBatch();
    observer(pipeline, topic)
        .observe(record(topic, 0, ARRIVED + tookMicros, String.valueOf(ARRIVED)), batch);
    return batch.late().values().stream().map(LateEmissions::slowestMicros).toList();
  }

  private static PartitionObserver observer(AuditedPipeline pipeline, String topic) {
    return new PartitionObserver(
        pipeline.role(topic),
        0,
        ReadPosition.startingAt(0, LogIdentity.UNKNOWN),
        PipelineBaseline.NONE,
        false,
        MemorySnapshotStore.empty(),
        source -> Long.MAX_VALUE);
  }

  private static SourceRecord record(
      String topic, long offset, long emittedAt, @Nullable String arrived) {
    String stage = topic.substring("shop.".length()).replace("-dlt", "");
    Headers headers = new RecordHeaders();
    headers.add(HeaderNames.ORIGIN, origin(stage, offset, emittedAt).toBytes());
    if (arrived != null) {
      headers.add(HeaderNames.ARRIVED, arrived.getBytes(US_ASCII));
    }
    return new SourceRecord(topic, 0, offset, 1, null, new byte[] {'1'}, headers);
  }

  private static SourceRecord copy(SourceRecord record, long offset) {
    return new SourceRecord(
        record.topic(), 0, offset, 1, record.key(), record.value(), record.headers());
  }

  private static Origin origin(String stage, long offset, long emittedAt) {
    return new Origin(stage, 0, offset, 0, "00000000", emittedAt);
  }
}
