package io.streamproof.pipeline.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.RandomTries;
import io.streamproof.pipeline.RandomValues;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** The reference execution repeats itself, from the beginning or from any snapshot. */
class ReferenceStageTests {
  private static final PipelineSpecification PIPELINE =
      SpecificationReader.parse(
          "p.yml",
          """
          name: p
          partitions: 3
          source: {key: data.k}
          stages:
            - {name: dedup, deduplicate: {within: 50ms}}
            - name: update
              from: source
              aggregate: {window: 20ms, grace: 30ms, fields: {n: count(), s: sum(data.x), m: avg(data.x)}}
            - name: close
              from: source
              aggregate: {window: 20ms, emit: on-close, fields: {n: count(), hi: max(data.x)}}
            - {name: endless, from: source, aggregate: {fields: {f: first(data), l: last(data.x)}}}
            - {name: join, from: source, lookup: {keep: rate, as: rate, otherwise: dead-letter}}
            - {name: spread, from: source, flat-map: '[data.x, data.x]', key: data.x}
          """,
          null);

  private static final List<String> PAYLOADS =
      List.of(
          "{\"x\":1}",
          "{\"x\":0.1}",
          "{\"x\":12345678901234567.89}",
          "{\"x\":null}",
          "{}",
          "{",
          "{\"x\":\"é\"}");

  /** An event of a workload: small domains, so that keys, ids and windows meet. */
  record Given(String key, long time, String type, int id, String payload) {}

  @Test
  void continuesFromASnapshotAsIfItHadNeverStopped() {
    RandomTries.run(
        200,
        values -> {
          List<Given> workload = workload(values);
          assertContinues(workload, values.integer(0, workload.size()));
        });
  }

  private static void assertContinues(List<Given> workload, int at) {
    for (Stage stage : stages()) {
      ReferenceStage whole = new ReferenceStage(stage);
      ReferenceStage first = new ReferenceStage(stage);
      ReferenceStage second = new ReferenceStage(stage);
      second.process(record(new Given("z", 1, "rate", 99, "{\"x\":1}"), 0));

      List<Tally> expected = run(whole, workload, 0, workload.size());
      List<Tally> resumed = new ArrayList<>(run(first, workload, 0, at));
      second.restore(first.snapshot());
      resumed.addAll(run(second, workload, at, workload.size()));

      assertThat(resumed).as(stage.name()).isEqualTo(expected);
      assertThat(second.snapshot()).isEqualTo(whole.snapshot());
    }
  }

  @Test
  void repeatsItselfAfterAReset() {
    RandomTries.run(100, values -> assertRepeats(workload(values)));
  }

  private static void assertRepeats(List<Given> workload) {
    for (Stage stage : stages()) {
      ReferenceStage reference = new ReferenceStage(stage);
      List<Tally> once = run(reference, workload, 0, workload.size());
      reference.reset();

      assertThat(run(reference, workload, 0, workload.size())).isEqualTo(once);
    }
  }

  @Test
  void aFailedEventLeavesNoTrace() {
    RandomTries.run(100, values -> assertNoTraceOfFailures(workload(values)));
  }

  private static void assertNoTraceOfFailures(List<Given> workload) {
    for (Stage stage : stages()) {
      ReferenceStage reference = new ReferenceStage(stage);
      long offset = 0;
      for (Given given : workload) {
        byte[] before = reference.snapshot();
        List<OutputRecord> outputs = reference.process(record(given, offset++));
        if (outputs.stream().anyMatch(OutputRecord::deadLetter)) {
          assertThat(outputs).hasSize(1);
          assertThat(reference.snapshot()).isEqualTo(before);
        }
      }
    }
  }

  private static List<Stage> stages() {
    return PIPELINE.stages().stream()
        .map(stage -> Stage.of(PIPELINE, stage, CustomOperators.NONE))
        .toList();
  }

  private static List<Tally> run(ReferenceStage stage, List<Given> workload, int from, int to) {
    List<Tally> tallies = new ArrayList<>();
    for (int offset = from; offset < to; offset++) {
      stage.process(record(workload.get(offset), offset)).stream()
          .map(ContentHash::expected)
          .forEach(tallies::add);
    }
    return tallies;
  }

  private static SourceRecord record(Given given, long offset) {
    Headers headers = new RecordHeaders();
    headers.add(HeaderNames.TYPE, given.type().getBytes(UTF_8));
    headers.add(HeaderNames.ID, String.valueOf(given.id()).getBytes(UTF_8));
    return new SourceRecord(
        "p.source",
        0,
        offset,
        given.time(),
        given.key().getBytes(UTF_8),
        given.payload().getBytes(UTF_8),
        headers);
  }

  private static List<Given> workload(RandomValues values) {
    return values.list(
        0,
        40,
        () ->
            new Given(
                values.oneOf(List.of("a", "b", "東")),
                values.number(0, 300),
                values.oneOf(List.of("rate", "sale")),
                values.integer(0, 9),
                values.oneOf(PAYLOADS)));
  }
}
