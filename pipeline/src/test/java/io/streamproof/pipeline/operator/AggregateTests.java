package io.streamproof.pipeline.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.StageRun;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Aggregates: folds, windows, grace and late events. */
class AggregateTests {
  private static final String ALL =
      "aggregate: {fields: {n: count(), c: count(data.x), s: sum(data.x), lo: min(data.x),"
          + " hi: max(data.x), avg: avg(data.x), a: first(data.x), z: last(data.x)}}";

  @Test
  void foldsTheEventsOfAKeyAndEmitsAtEach() {
    StageRun run = StageRun.of(ALL);

    assertThat(run.values("k", 5, "{\"x\":3}"))
        .containsExactly("{\"n\":1,\"c\":1,\"s\":3,\"lo\":3,\"hi\":3,\"avg\":3,\"a\":3,\"z\":3}");
    run.values("other", 5, "{\"x\":100}");
    assertThat(run.values("k", 1, "{\"x\":-0.5}"))
        .containsExactly(
            "{\"n\":2,\"c\":2,\"s\":2.5,\"lo\":-0.5,\"hi\":3,\"avg\":1.25,\"a\":3,\"z\":-0.5}");
  }

  @Test
  void skipsNullsAndGivesNullForAFoldOfNothing() {
    StageRun run = StageRun.of(ALL);

    assertThat(run.values("k", 5, "{\"x\":null}"))
        .containsExactly(
            "{\"n\":1,\"c\":0,\"s\":null,\"lo\":null,\"hi\":null,\"avg\":null,\"a\":null,\"z\":null}");
    assertThat(run.values("k", 5, "{\"x\":1}"))
        .containsExactly("{\"n\":2,\"c\":1,\"s\":1,\"lo\":1,\"hi\":1,\"avg\":1,\"a\":1,\"z\":1}");
  }

  @Test
  void losesNoCentAndNoBit() {
    StageRun run = StageRun.of("aggregate: {fields: {s: sum(data.x)}}");

    assertThat(run.values("a", 0, "{\"x\":0.1}")).containsExactly("{\"s\":0.1}");
    assertThat(run.values("a", 0, "{\"x\":0.2}")).containsExactly("{\"s\":0.3}");
    run.values("b", 0, "{\"x\":12345678901234567.89}");
    assertThat(run.values("b", 0, "{\"x\":0.01}")).containsExactly("{\"s\":12345678901234567.9}");
    run.values("c", 0, "{\"x\":9223372036854775807}");
    assertThat(run.values("c", 0, "{\"x\":1}")).containsExactly("{\"s\":9223372036854775808}");
    assertThat(run.values("c", 0, "{\"x\":-1}")).containsExactly("{\"s\":9223372036854775807}");
    run.values("d", 0, "{\"x\":1.5}");
    assertThat(run.values("d", 0, "{\"x\":1.5}")).containsExactly("{\"s\":3}");
  }

  @Test
  void averagesTo34Digits() {
    StageRun run = StageRun.of("aggregate: {fields: {m: avg(data.x)}}");

    run.values("a", 0, "{\"x\":1}");
    run.values("a", 0, "{\"x\":0}");
    assertThat(run.values("a", 0, "{\"x\":0}"))
        .containsExactly("{\"m\":0.3333333333333333333333333333333333}");
    run.values("b", 0, "{\"x\":1e-1000}");
    run.values("b", 0, "{\"x\":0}");
    assertThat(run.values("b", 0, "{\"x\":0}")).containsExactly("{\"m\":0}");
  }

  @Test
  void comparesLargeNumbersTextsAndTimes() {
    StageRun run = StageRun.of("aggregate: {fields: {lo: min(data.x), hi: max(data.x)}}");
    run.values("a", 0, "{\"x\":12345678901234567.89}");
    assertThat(run.values("a", 0, "{\"x\":12345678901234567.88}"))
        .containsExactly("{\"lo\":12345678901234567.88,\"hi\":12345678901234567.89}");
    run.values("b", 0, "{\"x\":\"b\"}");
    assertThat(run.values("b", 0, "{\"x\":\"é\"}")).containsExactly("{\"lo\":\"b\",\"hi\":\"é\"}");

    StageRun times =
        StageRun.of("aggregate: {fields: {from: min(event.time), to: max(event.time)}}");
    times.values("a", 1_000, "1");
    times.values("a", 500, "1");
    assertThat(times.values("a", 1_500, "1"))
        .containsExactly(
            "{\"from\":\"1970-01-01T00:00:00.500Z\",\"to\":\"1970-01-01T00:00:01.500Z\"}");
  }

  @Test
  void sendsWhatItCannotFoldToTheDeadLettersAndKeepsItsState() {
    StageRun run = StageRun.of("aggregate: {fields: {n: count(), s: sum(data.x)}}");
    run.values("a", 0, "{\"x\":1}");

    assertThat(run.values("a", 0, "{\"x\":\"1\"}"))
        .containsExactly("dead letter: s: SUM cannot take String");
    assertThat(run.values("a", 0, "{}")).singleElement().asString().startsWith("dead letter: ");
    assertThat(run.values(null, 0, "{\"x\":1}"))
        .containsExactly("dead letter: the record has no key");
    assertThat(run.values("a", 0, "{\"x\":1}")).containsExactly("{\"n\":2,\"s\":2}");
  }

  @Test
  void refusesASumThatNoPayloadCanHold() {
    StageRun run = StageRun.of("aggregate: {fields: {s: sum(data.x)}}");
    run.values("a", 0, "{\"x\":1e1000}");

    assertThat(run.values("a", 0, "{\"x\":1e-1000}"))
        .containsExactly("dead letter: a number has more than 1000 digits");
    assertThat(run.values("a", 0, "{\"x\":0}")).containsExactly("{\"s\":1E+1000}");
  }

  @Test
  void beginsAWindowAnewAtMultiplesOfItsLength() {
    StageRun run = StageRun.of("aggregate: {window: 10ms, fields: {n: count()}}");

    assertThat(run.values("a", 0, "1")).containsExactly("{\"n\":1}");
    assertThat(run.values("a", 9, "1")).containsExactly("{\"n\":2}");
    assertThat(run.values("a", 10, "1")).containsExactly("{\"n\":1}");
    assertThat(run.values("a", 5, "1")).as("within the grace").containsExactly("{\"n\":3}");
  }

  @Test
  void emitsOnCloseInTheOrderOfWindowsAndKeysAtTheirLastMillisecond() {
    StageRun run = StageRun.of("aggregate: {window: 10ms, emit: on-close, fields: {n: count()}}");
    assertThat(run.give("b", 1, "1")).isEmpty();
    assertThat(run.give("a", 2, "1")).isEmpty();
    assertThat(run.give("a", 3, "1")).isEmpty();

    List<OutputRecord> closed = run.give("c", 35, "1");

    assertThat(closed).extracting(StageRun::text).containsExactly("{\"n\":2}", "{\"n\":1}");
    assertThat(closed)
        .extracting(output -> new String(output.key(), UTF_8))
        .containsExactly("a", "b");
    assertThat(closed).extracting(OutputRecord::timestamp).containsExactly(9L, 9L);
    assertThat(closed).extracting(output -> output.origin().index()).containsExactly(0, 1);
    assertThat(run.give("c", 40, "1")).extracting(StageRun::text).containsExactly("{\"n\":1}");
  }

  @Test
  void sendsLateEventsToTheDeadLettersOnceTheirWindowHasClosed() {
    StageRun run =
        StageRun.of("aggregate: {window: 10ms, emit: on-close, grace: 5ms, fields: {n: count()}}");
    run.give("a", 1, "1");
    assertThat(run.give("a", 14, "1")).as("end and grace not yet passed").isEmpty();
    assertThat(run.give("a", 9, "1")).as("late, but within the grace").isEmpty();
    assertThat(run.give("a", 15, "1")).extracting(StageRun::text).containsExactly("{\"n\":2}");

    assertThat(run.give("a", 9, "1"))
        .extracting(StageRun::text)
        .containsExactly(
            "dead letter: too late: its window ended at 10 and has closed (epoch milliseconds)");
  }

  @Test
  void forgetsTheWindowsThatHaveClosed() {
    StageRun run = StageRun.of("aggregate: {window: 1s, grace: 2s, fields: {n: count()}}");
    for (int second = 0; second < 100; second++) {
      run.give("a", second * 1_000L, "1");
    }

    assertThat(run.stage().stateSize()).isLessThanOrEqualTo(5);
  }

  @Test
  void refusesAnEventAfterWhichItsWindowCouldNotBeEmitted() {
    StageRun run =
        StageRun.of("aggregate: {window: 10ms, emit: on-close, fields: {l: last(data)}}");
    String tooLarge = "\"" + "x".repeat(TentativeState.MAX_ENTRY_BYTES - (64 << 10)) + "\"";
    run.give("a", 1, "1");

    assertThat(run.values("a", 2, tooLarge))
        .containsExactly("dead letter: its window's result would be too large to be emitted");
    assertThat(run.values("a", 20, "2")).containsExactly("{\"l\":1}");
  }
}
