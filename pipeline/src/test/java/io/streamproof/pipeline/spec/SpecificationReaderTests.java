package io.streamproof.pipeline.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamproof.pipeline.spec.OperatorSpecification.Aggregate;
import io.streamproof.pipeline.spec.OperatorSpecification.Custom;
import io.streamproof.pipeline.spec.OperatorSpecification.Emit;
import io.streamproof.pipeline.spec.OperatorSpecification.Fold;
import io.streamproof.pipeline.spec.OperatorSpecification.Lookup;
import io.streamproof.pipeline.spec.OperatorSpecification.Otherwise;
import io.streamproof.pipeline.yaml.InvalidSpecificationException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a good specification is read as. */
class SpecificationReaderTests {
  private static final Path FLIGHTS = Path.of("../examples/flights/pipeline.yml");

  @Test
  void readsTheFlights() {
    PipelineSpecification flights = SpecificationReader.read(FLIGHTS, null);

    assertThat(flights.name()).isEqualTo("flights");
    assertThat(flights.partitions()).isEqualTo(4);
    assertThat(flights.pace())
        .isEqualTo(new Pace(Duration.ofSeconds(30), Pace.DEFAULT.stallAfter()));
    assertThat(flights.source().key()).hasToString("data.origin");
    assertThat(flights.stages())
        .extracting(StageSpecification::name, StageSpecification::from, StageSpecification::to)
        .containsExactly(
            tuple("late", "source", "late"),
            tuple("route", "late", "route"),
            tuple("by-origin", "route", "by-origin"));
    assertThat(flights.stages()).extracting(StageSpecification::partitions).containsOnly(4);
    assertThat(flights.stages())
        .extracting(StageSpecification::guarantee)
        .containsOnly(Guarantee.EXACTLY_ONCE);
    assertThat(flights.resultTopics()).containsExactly("flights.by-origin");
  }

  @Test
  void letsAStageStandStillForAMinuteUnlessToldOtherwise() {
    assertThat(parse("name: p\nstages: [{name: a, filter: data.x}]").pace())
        .isEqualTo(new Pace(null, Duration.ofMinutes(1)));
    assertThat(parse("name: p\nstallAfter: 90s\nstages: [{name: a, filter: data.x}]").pace())
        .isEqualTo(new Pace(null, Duration.ofSeconds(90)));
  }

  @Test
  void readsAnAggregateWithItsFieldsInOrder() {
    Aggregate aggregate =
        (Aggregate) SpecificationReader.read(FLIGHTS, null).stages().get(2).operator();

    assertThat(aggregate.window()).isEqualTo(Duration.ofDays(1));
    assertThat(aggregate.grace()).isEqualTo(Duration.ofDays(1));
    assertThat(aggregate.emit()).isEqualTo(Emit.ON_UPDATE);
    assertThat(aggregate.fields())
        .extracting(OperatorSpecification.Field::name, OperatorSpecification.Field::fold)
        .containsExactly(
            tuple("flights", Fold.COUNT), tuple("minutes", Fold.SUM), tuple("worst", Fold.MAX));
  }

  @Test
  void waitsForNothingWhenItEmitsOnCloseUnlessToldTo() {
    assertThat(aggregate("window: 15m, emit: on-close").grace()).isZero();
    assertThat(aggregate("window: 15m, emit: on-close, grace: 500ms").grace())
        .isEqualTo(Duration.ofMillis(500));
    assertThat(aggregate("emit: on-update").window()).isNull();
  }

  @Test
  void letsBranchesMeetAgain() {
    PipelineSpecification pipeline =
        parse(
            """
            name: p
            partitions: 3
            guarantee: at-least-once
            stages:
              - {name: a, filter: data.x, to: merged}
              - {name: b, filter: '!data.x', from: source, to: merged, type: other}
              - {name: c, map: data, guarantee: exactly-once, partitions: 5}
              - {name: d, map: data, from: a}
            """);

    assertThat(pipeline.stages())
        .extracting(StageSpecification::from)
        .containsExactly("source", "source", "merged", "merged");
    assertThat(pipeline.stages())
        .extracting(StageSpecification::partitions)
        .containsExactly(3, 3, 5, 3);
    assertThat(pipeline.stages().get(0).guarantee()).isEqualTo(Guarantee.AT_LEAST_ONCE);
    assertThat(pipeline.stages().get(2).guarantee()).isEqualTo(Guarantee.EXACTLY_ONCE);
    assertThat(pipeline.stages().get(1).type()).isEqualTo("other");
    assertThat(pipeline.writersOf("p.merged")).hasSize(2);
    assertThat(pipeline.resultTopics()).containsExactlyInAnyOrder("p.c", "p.d");
  }

  @Test
  void readsLookups() {
    assertThat(lookup("{keep: rate, complete: sale, as: rate, otherwise: dead-letter}"))
        .isEqualTo(new Lookup("rate", "sale", "rate", Otherwise.DEAD_LETTER));
    assertThat(lookup("{keep: rate, as: rate, otherwise: null}"))
        .isEqualTo(new Lookup("rate", null, "rate", Otherwise.NULL));
    assertThat(lookup("{keep: rate, as: rate}").otherwise()).isEqualTo(Otherwise.NULL);
  }

  @Test
  void givesACustomOperatorPlainValues() {
    Custom custom =
        (Custom)
            parse(
                    """
                    name: p
                    stages:
                      - name: a
                        custom: mine
                        with: {n: 5, big: 12345678901234567890.5, on: true, yes: yes, q: '5',
                               oct: 010, list: [a, {b: 1}], empty: ''}
                    """)
                .stages()
                .get(0)
                .operator();

    assertThat(custom.with())
        .isEqualTo(
            Map.of(
                "n",
                5L,
                "big",
                new BigDecimal("12345678901234567890.5"),
                "on",
                true,
                "yes",
                "yes",
                "q",
                "5",
                "oct",
                "010",
                "list",
                List.of("a", Map.of("b", 1L)),
                "empty",
                ""));
  }

  @Test
  void readsAFolderByTheOrderOfNames(@TempDir Path folder) throws IOException {
    write(folder.resolve("b.yml"), "name: b");
    write(folder.resolve("a.yaml"), "name: a");
    write(folder.resolve("..2001.yml"), "name: hidden");
    Files.writeString(folder.resolve("notes.txt"), "nothing");

    assertThat(SpecificationReader.readAll(folder, null))
        .extracting(PipelineSpecification::name)
        .containsExactly("a", "b");
    assertThat(SpecificationReader.readAll(folder.resolve("b.yml"), null)).hasSize(1);
  }

  @Test
  void tellsTheProblemsOfAllFilesOfAFolder(@TempDir Path folder) throws IOException {
    assertThatExceptionOfType(InvalidSpecificationException.class)
        .isThrownBy(() -> SpecificationReader.readAll(folder, null))
        .withMessageContaining("no *.yml or *.yaml is in the folder");
    write(folder.resolve("a.yml"), "name: A");
    write(folder.resolve("b.yml"), "name: B");

    assertThatExceptionOfType(InvalidSpecificationException.class)
        .isThrownBy(() -> SpecificationReader.readAll(folder, null))
        .satisfies(refused -> assertThat(refused.problems()).hasSize(2));
  }

  @Test
  void refusesTwoPipelinesOfOneNameOrGroup(@TempDir Path folder) throws IOException {
    write(folder.resolve("a.yml"), "name: a");
    write(folder.resolve("b.yml"), "name: a");
    assertThatExceptionOfType(InvalidSpecificationException.class)
        .isThrownBy(() -> SpecificationReader.readAll(folder, null))
        .withMessageContaining("the pipeline \"a\" is also in");

    Files.writeString(folder.resolve("b.yml"), "name: a-s\nstages: [{name: s, filter: 'true'}]");
    Files.writeString(folder.resolve("a.yml"), "name: a\nstages: [{name: s-s, filter: 'true'}]");
    assertThatExceptionOfType(InvalidSpecificationException.class)
        .isThrownBy(() -> SpecificationReader.readAll(folder, null))
        .withMessageContaining("would share the consumer group a-s-s");
  }

  @Test
  void tellsAFileThatIsNotThereOrNotText(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("x.yml");
    assertThatExceptionOfType(InvalidSpecificationException.class)
        .isThrownBy(() -> SpecificationReader.read(file, null))
        .withMessageContaining("cannot be read");
    Files.write(file, new byte[] {(byte) 0xff});
    assertThatExceptionOfType(InvalidSpecificationException.class)
        .isThrownBy(() -> SpecificationReader.read(file, null))
        .withMessageContaining("not in UTF-8");
  }

  private static Tuple tuple(Object... values) {
    return Tuple.tuple(values);
  }

  private static void write(Path file, String name) throws IOException {
    Files.writeString(file, name + "\nstages: [{name: s, filter: 'true'}]");
  }

  private static Aggregate aggregate(String properties) {
    return (Aggregate)
        keyed("aggregate: {" + properties + ", fields: {n: count()}}").stages().get(0).operator();
  }

  private static Lookup lookup(String properties) {
    return (Lookup) keyed("lookup: " + properties).stages().get(0).operator();
  }

  private static PipelineSpecification keyed(String operator) {
    return parse("name: p\nsource: {key: data.k}\nstages:\n  - name: a\n    " + operator + "\n");
  }

  private static PipelineSpecification parse(String yaml) {
    return SpecificationReader.parse("p.yml", yaml, null);
  }
}
