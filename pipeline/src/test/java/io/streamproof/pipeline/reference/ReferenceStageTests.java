package io.streamproof.pipeline.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

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

  /** An event of a workload: small domains, so that keys, ids and windows meet. */
  record Given(String key, long time, String type, int id, String payload) {}

  @Property(tries = 200)
  void continuesFromASnapshotAsIfItHadNeverStopped(
      @ForAll("workloads") List<Given> workload, @ForAll("cuts") int cut) {
    for (Stage stage : stages()) {
      int at = cut % (workload.size() + 1);
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

  @Property(tries = 100)
  void repeatsItselfAfterAReset(@ForAll("workloads") List<Given> workload) {
    for (Stage stage : stages()) {
      ReferenceStage reference = new ReferenceStage(stage);
      List<Tally> once = run(reference, workload, 0, workload.size());
      reference.reset();

      assertThat(run(reference, workload, 0, workload.size())).isEqualTo(once);
    }
  }

  @Property(tries = 100)
  void aFailedEventLeavesNoTrace(@ForAll("workloads") List<Given> workload) {
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

  @Provide
  Arbitrary<List<Given>> workloads() {
    Arbitrary<String> payloads =
        Arbitraries.of(
            "{\"x\":1}",
            "{\"x\":0.1}",
            "{\"x\":12345678901234567.89}",
            "{\"x\":null}",
            "{}",
            "{",
            "{\"x\":\"é\"}");
    return Combinators.combine(
            Arbitraries.of("a", "b", "東"),
            Arbitraries.longs().between(0, 300),
            Arbitraries.of("rate", "sale"),
            Arbitraries.integers().between(0, 9),
            payloads)
        .as(Given::new)
        .list()
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<Integer> cuts() {
    return Arbitraries.integers().between(0, 1_000);
  }
}
