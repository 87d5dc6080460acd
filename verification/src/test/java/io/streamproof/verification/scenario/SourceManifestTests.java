package io.streamproof.verification.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.fault.FaultPlanReader;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.verification.workload.OutgoingEvent;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceManifestTests {
  private static SourceRecord record(long offset, String id) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(HeaderNames.SOURCE, "/s".getBytes(UTF_8));
    headers.add(HeaderNames.ID, id.getBytes(UTF_8));
    return new SourceRecord("p.source", 0, offset, 0, null, new byte[0], headers);
  }

  private static List<String> lines(
      String faults, List<SourceRecord> committed, List<SourceRecord> all) {
    return lines(faults, List.of(), committed, all);
  }

  private static List<String> lines(
      String faults,
      List<OutgoingEvent> sent,
      List<SourceRecord> committed,
      List<SourceRecord> all) {
    String plan = "seed: 1\nfaults: [" + faults + "]\n";
    return new SourceManifest(FaultPlanReader.parse("plan", plan, null).ingestStrikes())
        .of(sent.stream(), List.of(committed), List.of(all)).stream().map(Planted::line).toList();
  }

  @Test
  void expectsWhatWasForgottenWhereOnlyAbortedTransactionsShowIt() {
    assertThat(lines("{fault: forget, rate: 1}", List.of(), List.of(record(3, "a"))))
        .containsExactly("forget source /s#a -> LOST_AT_SOURCE source source:0@3#0");
  }

  @Test
  void expectsWhatWasToBeForgottenAndHasLeftNoRecordOnceById() {
    List<OutgoingEvent> sent =
        List.of(event("a", "t"), event("b", "t"), event("b", "t"), event("untyped", null));

    assertThat(lines("{fault: forget, rate: 1}", sent, List.of(), List.of(record(3, "a"))))
        .containsExactly(
            "forget source /s#a -> LOST_AT_SOURCE source source:0@3#0",
            "forget source /s#b -> LOST_AT_SOURCE source /s#b");
    assertThat(lines("", sent, List.of(), List.of())).isEmpty();
  }

  private static OutgoingEvent event(String id, @Nullable String type) {
    return new OutgoingEvent("/s", id, type, null, "{}");
  }

  @Test
  void expectsTheSecondOfTwo() {
    List<SourceRecord> records = List.of(record(3, "a"), record(4, "a"), record(5, "b"));

    assertThat(lines("", records, records))
        .containsExactly("sent-again source /s#a -> DUPLICATED_AT_SOURCE source source:0@4#0");
  }

  @Test
  void expectsAStruckEventEvenIfTheTopicDoesNotShowIt() {
    List<SourceRecord> records = List.of(record(3, "a"));

    assertThat(lines("{fault: write-twice, rate: 1}", records, records))
        .containsExactly("write-twice source /s#a -> DUPLICATED_AT_SOURCE source /s#a");
    assertThat(lines("{fault: forget, rate: 1}", records, records))
        .containsExactly("forget source /s#a -> LOST_AT_SOURCE source /s#a");
  }

  @Test
  void expectsWhatWasAcknowledgedAndIsGoneOrReplacedByAnother() {
    List<SourceRecord> acknowledged = List.of(record(3, "a"), record(4, "b"), record(5, "c"));
    List<SourceRecord> standing = List.of(record(3, "a"), record(4, "c"));

    assertThat(SourceManifest.lost(acknowledged, List.of(standing)))
        .extracting(Planted::line)
        .containsExactly(
            "lose source /s#b -> LOST_AT_SOURCE source source:0@4#0",
            "lose source /s#c -> LOST_AT_SOURCE source source:0@5#0");
    assertThat(SourceManifest.lost(acknowledged, List.of(acknowledged))).isEmpty();
  }
}
