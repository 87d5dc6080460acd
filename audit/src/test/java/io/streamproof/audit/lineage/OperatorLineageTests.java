package io.streamproof.audit.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.lineage.LineageStep.MatchResult;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.operator.Emitter;
import io.streamproof.pipeline.operator.Operator;
import io.streamproof.pipeline.operator.State;
import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.record.SourceRecord;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a walk tells of each kind of operator. */
class OperatorLineageTests {
  private static final long HOUR = 3_600_000;

  @Test
  void aFanOutLeadsToEachOfItsEmissionsUnderTheirNewKeys() {
    Walks walks =
        new Walks(
            """
            name: walk
            partitions: 3
            stages:
              - name: items
                flat-map: data.items
                key: data.order
              - name: lines
                map: '{"line": data}'
            """);
    SourceRecord event = walks.event("order", "ada", 1, "{\"order\":\"o1\",\"items\":[1,2,3]}");
    walks.event("order", "bob", 2, "{\"order\":\"o2\",\"items\":[]}");
    walks.run();

    LineageHop items = walks.forward(event);
    assertThat(items.outcome()).isEqualTo(LineageHop.Outcome.EMITTED);
    assertThat(items.emissions()).hasSize(3).allMatch(s -> s.matches() == MatchResult.TRUE);
    assertThat(items.emissions())
        .extracting(s -> Walks.text(record(s)))
        .containsExactly("1", "2", "3");
    assertThat(items.emissions())
        .allSatisfy(
            step ->
                assertThat(step.hops().get(0).emissions())
                    .singleElement()
                    .matches(line -> line.matches() == MatchResult.TRUE));

    LineageStep line = walks.back(walks.in("walk.lines").get(2));
    assertThat(record(cause(cause(line))).offset()).isEqualTo(event.offset());

    LineageHop empty = walks.forward(walks.source().get(1));
    assertThat(empty.outcome()).isEqualTo(LineageHop.Outcome.DISCARDED);
    assertThat(empty.why()).isEqualTo("data.items is empty");
  }

  @Test
  void aDroppedCopyNamesTheFirstOfItsKind() {
    Walks walks =
        new Walks(
            "name: walk\npartitions: 1\nstages:\n  - name: once\n    deduplicate: {within: 1h}\n");
    walks.event("e", "ada", 0, "{}", "one");
    walks.event("e", "ada", 1, "{}", "other");
    SourceRecord again = walks.event("e", "ada", HOUR / 2, "{}", "one");
    SourceRecord later = walks.event("e", "ada", 2 * HOUR, "{}", "one");
    walks.run();

    LineageHop dropped = walks.forward(again);
    assertThat(dropped.outcome()).isEqualTo(LineageHop.Outcome.DISCARDED);
    assertThat(dropped.why()).isEqualTo("the same event came before");
    assertThat(contributors(dropped.contributors()).role()).isEqualTo(Contributors.Role.FIRST);
    assertThat(contributors(dropped.contributors()).records())
        .extracting(SourceRecord::offset)
        .containsExactly(0L);

    assertThat(walks.forward(later).outcome()).isEqualTo(LineageHop.Outcome.EMITTED);
    assertThat(walks.in("walk.once")).hasSize(3).allMatch(r -> isRight(walks.back(r)));
  }

  @Test
  void aLookupNamesTheRecordThatWasJoined() {
    Walks walks = Walks.lookup();
    SourceRecord early = walks.event("order", "ada", 0, "{\"n\":1}");
    walks.event("profile", "ada", 1, "{\"name\":\"old\"}");
    walks.event("profile", "bob", 2, "{\"name\":\"bob\"}");
    SourceRecord profile = walks.event("profile", "ada", 3, "{\"name\":\"new\"}");
    SourceRecord order = walks.event("order", "ada", 4, "{\"n\":2}");
    walks.run();

    LineageHop completed = walks.forward(order);
    assertThat(completed.outcome()).isEqualTo(LineageHop.Outcome.EMITTED);
    LineageStep emission = completed.emissions().get(0);
    assertThat(emission.matches()).isEqualTo(MatchResult.TRUE);
    assertThat(contributors(emission.contributors()).role()).isEqualTo(Contributors.Role.JOINED);
    assertThat(contributors(emission.contributors()).records())
        .extracting(SourceRecord::offset)
        .containsExactly(profile.offset());
    assertThat(contributors(walks.back(record(emission)).contributors()).count()).isEqualTo(1);

    assertThat(walks.forward(early).why()).isEqualTo("there is nothing to complete it with");
    assertThat(walks.forward(profile).outcome()).isEqualTo(LineageHop.Outcome.KEPT);
  }

  @Test
  void anEventLeadsToTheResultOfTheWindowThatALaterOneCloses() {
    Walks walks =
        new Walks(
            """
            name: walk
            partitions: 1
            source: {key: data.key}
            stages:
              - name: hourly
                aggregate: {window: 1h, emit: on-close, fields: {n: count(), sum: sum(data.v)}}
            """);
    SourceRecord first = walks.event("e", "ada", 1, "{\"v\":1}");
    walks.event("e", "bob", 2, "{\"v\":10}");
    SourceRecord second = walks.event("e", "ada", 3, "{\"v\":2}");
    SourceRecord closer = walks.event("e", "cyd", HOUR + 1, "{\"v\":4}");
    SourceRecord late = walks.event("e", "ada", 5, "{\"v\":4}");
    walks.run();

    for (SourceRecord record : List.of(first, second)) {
      LineageHop hop = walks.forward(record);
      assertThat(hop.outcome()).isEqualTo(LineageHop.Outcome.EMITTED);
      LineageStep result = hop.emissions().get(0);
      assertThat(result.matches()).as("why: %s", result.why()).isEqualTo(MatchResult.TRUE);
      assertThat(Walks.text(record(result))).isEqualTo("{\"n\":2,\"sum\":3}");
      assertThat(contributors(result.contributors()).records())
          .extracting(SourceRecord::offset)
          .containsExactly(first.offset(), second.offset());
    }
    LineageStep back = walks.back(walks.in("walk.hourly").get(0));
    assertThat(back.matches()).isEqualTo(MatchResult.TRUE);
    assertThat(record(cause(back)).offset()).isEqualTo(closer.offset());
    assertThat(walks.in("walk.hourly"))
        .as("of two keys, closed by one record")
        .hasSize(2)
        .allMatch(r -> isRight(walks.back(r)));
    assertThat(walks.forward(late).outcome()).isEqualTo(LineageHop.Outcome.DEAD_LETTERED);
    assertThat(walks.forward(late).emissions()).hasSize(1);

    walks.topics.of(new TopicPartition("walk.hourly", 0)).clear();
    LineageHop lost = walks.forward(first);
    assertThat(lost.outcome()).isEqualTo(LineageHop.Outcome.LOST);
    assertThat(lost.emissions()).singleElement().matches(s -> s.matches() == MatchResult.FALSE);
  }

  @Test
  void anEventOfAWindowThatIsOpenIsKept() {
    Walks walks =
        new Walks(
            """
            name: walk
            partitions: 1
            source: {key: data.key}
            stages:
              - name: hourly
                aggregate: {window: 1h, emit: on-close, fields: {n: count()}}
            """);
    SourceRecord event = walks.event("e", "ada", 1, "{}");
    walks.run();
    assertThat(walks.forward(event).outcome()).isEqualTo(LineageHop.Outcome.KEPT);
    assertThat(walks.forward(event).why()).isEqualTo("its window has not closed");
  }

  @Test
  void contributorsAreCountedAndPaged() {
    Walks walks =
        new Walks(
            """
            name: walk
            partitions: 1
            source: {key: data.key}
            stages:
              - name: hourly
                aggregate: {window: 1h, fields: {n: count()}}
            """);
    for (int i = 0; i < 500; i++) {
      walks.event("e", "key" + i % 5, i * (HOUR / 100), "{}");
    }
    walks.run();
    SourceRecord result = walks.in("walk.hourly").get(495);
    Contributors first = contributors(walks.back(result, page(-1, 7)).contributors());
    assertThat(first.complete()).isTrue();
    assertThat(Walks.text(result)).isEqualTo("{\"n\":" + first.count() + "}");
    assertThat(first.records()).hasSize(7);
    long next = Optional.ofNullable(first.next()).orElseThrow();
    Contributors rest = contributors(walks.back(result, page(next, 100)).contributors());
    assertThat(rest.records()).hasSize((int) first.count() - 7);
    assertThat(rest.next()).isNull();
    assertThat(rest.records()).allMatch(r -> r.offset() > next);
  }

  @Test
  void whatCannotBeProcessedLeadsToItsDeadLetterAndTheReason() {
    Walks walks =
        new Walks(
            "name: walk\npartitions: 2\nstages:\n  - name: big\n    filter: data.total > 5\n");
    SourceRecord bad = walks.event("e", "ada", 1, "{\"other\":1}");
    walks.run();
    LineageHop hop = walks.forward(bad);
    assertThat(hop.outcome()).isEqualTo(LineageHop.Outcome.DEAD_LETTERED);
    assertThat(hop.why()).contains("total");
    assertThat(hop.emissions())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(record(letter).topic()).isEqualTo("walk.big-dlt");
              assertThat(letter.matches()).isEqualTo(MatchResult.TRUE);
            });
    assertThat(isRight(walks.back(walks.in("walk.big-dlt").get(0)))).isTrue();
  }

  @Test
  void anOperatorOfTheUsersOwnIsRepeatedFromTheBegin() {
    Walks walks =
        new Walks(
            "name: walk\npartitions: 1\nstages:\n  - name: mine\n    custom: counting\n",
            CustomOperators.of(Map.of("counting", with -> new Counting())));
    for (int i = 0; i < 300; i++) {
      walks.event("e", "ada", i, "{}");
    }
    walks.run();
    LineageStep right = walks.back(walks.in("walk.mine").get(200));
    assertThat(right.matches()).isEqualTo(MatchResult.TRUE);
    assertThat(Walks.text(record(right))).isEqualTo("201");
    assertThat(walks.forward(walks.source().get(200)).emissions()).hasSize(1);
  }

  private record Counting() implements Operator {
    private static final byte[] COUNT = {1};

    @Override
    public boolean stateful() {
      return true;
    }

    @Override
    public void process(Event event, State state, Emitter emitter) {
      byte[] before = state.get(COUNT);
      long number = 1 + (before == null ? 0 : new BigInteger(before).longValue());
      state.put(COUNT, BigInteger.valueOf(number).toByteArray());
      emitter.emit(number);
    }
  }

  private static Contributors.PageRequest page(long after, int most) {
    return new Contributors.PageRequest(after, most);
  }

  private static boolean isRight(LineageStep step) {
    return step.matches() == MatchResult.TRUE && (step.cause() == null || isRight(cause(step)));
  }

  static LineageStep cause(LineageStep step) {
    return Optional.ofNullable(step.cause()).orElseThrow();
  }

  static SourceRecord record(LineageStep step) {
    return Optional.ofNullable(step.record()).orElseThrow();
  }

  private static Contributors contributors(@Nullable Contributors contributors) {
    return Optional.ofNullable(contributors).orElseThrow();
  }
}
