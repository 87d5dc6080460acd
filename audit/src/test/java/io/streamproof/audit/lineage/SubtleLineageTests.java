package io.streamproof.audit.lineage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.lineage.LineageStep.MatchResult;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What bears on a result though it does not look like it, and what does not though it does. */
class SubtleLineageTests {
  private static final long HOUR = 3_600_000;

  @Test
  void aRecordOfAnotherKeyDecidesWhatComesTooLate() {
    Walks walks = hourly("grace: 0s, fields: {n: count()}");
    walks.event("e", "ada", 1, "{}");
    walks.event("e", "cyd", HOUR, "{}");
    SourceRecord late = walks.event("e", "ada", 5, "{}");
    walks.run();
    LineageHop hop = walks.forward(late);
    assertThat(hop.outcome()).isEqualTo(LineageHop.Outcome.DEAD_LETTERED);
    assertThat(hop.emissions()).singleElement().matches(s -> s.matches() == MatchResult.TRUE);
  }

  @Test
  void aRecordThatClosesAWindowMayLieRightAtItsEnd() {
    Walks walks = hourly("emit: on-close, fields: {n: count()}");
    SourceRecord event = walks.event("e", "ada", 1, "{}");
    walks.event("e", "ada", HOUR, "{}");
    walks.event("e", "ada", 3 * HOUR, "{}");
    walks.run();
    LineageHop hop = walks.forward(event);
    assertThat(hop.outcome()).isEqualTo(LineageHop.Outcome.EMITTED);
    assertThat(hop.emissions()).singleElement().matches(s -> s.matches() == MatchResult.TRUE);
  }

  @Test
  void onlyRecordsOfTheWindowThatWereTakenContribute() {
    Walks walks = hourly("fields: {n: count(), sum: sum(data.v)}");
    SourceRecord first = walks.event("e", "ada", HOUR + 1, "{\"v\":1}");
    walks.event("e", "ada", 5, "{\"v\":1}");
    walks.event("e", "ada", HOUR + 2, "{\"v\":\"none\"}");
    SourceRecord last = walks.event("e", "ada", HOUR + 3, "{\"v\":1}");
    walks.run();
    LineageStep emission = walks.forward(last).emissions().get(0);
    assertThat(emission.matches()).isEqualTo(MatchResult.TRUE);
    assertThat(Objects.requireNonNull(emission.contributors()).records())
        .extracting(SourceRecord::offset)
        .containsExactly(first.offset(), last.offset());
  }

  @Test
  void aWindowThatCannotBeReadWholeIsUnknownAndNotWrong() {
    Walks walks = hourly("fields: {n: count()}");
    walks.event("e", "ada", 10 * HOUR, "{}");
    for (int n = 0; n < 60_000; n++) {
      walks.event("e", "bob", 0, "{}");
    }
    SourceRecord second = walks.event("e", "ada", 10 * HOUR + 1, "{}");
    walks.run();
    LineageStep emission = walks.forward(second).emissions().get(0);
    assertThat(emission.matches()).isEqualTo(MatchResult.UNKNOWN);
    assertThat(emission.why()).isEqualTo("too many records may bear on it to read them all");
  }

  @Test
  void aCopyThatWasItselfDroppedDropsNoOther() {
    Walks walks = once();
    walks.event("e", "ada", 0, "{}", "one");
    walks.event("e", "ada", 36 * HOUR / 60, "{}", "one");
    SourceRecord third = walks.event("e", "ada", 72 * HOUR / 60, "{}", "one");
    walks.run();
    right(walks.forward(third));
    assertThat(walks.in("walk.once")).hasSize(2);
  }

  @Test
  void anEventIsForgottenThroughOthers() {
    Walks walks = once();
    walks.event("e", "ada", 0, "{}", "one");
    walks.event("e", "ada", 5 * HOUR, "{}", "other");
    SourceRecord again = walks.event("e", "ada", HOUR / 2, "{}", "one");
    walks.run();
    right(walks.forward(again));
    assertThat(walks.in("walk.once")).hasSize(3);
  }

  @Test
  void aRecordThatCouldNotBeKeptWasNotJoined() {
    Walks walks = Walks.lookup();
    SourceRecord kept = walks.event("profile", "ada", 0, "{\"name\":\"ada\"}");
    walks.event("profile", "ada", 1, "{\"name\":");
    SourceRecord order = walks.event("order", "ada", 2, "{}");
    walks.run();
    LineageStep emission = walks.forward(order).emissions().get(0);
    assertThat(emission.matches()).isEqualTo(MatchResult.TRUE);
    assertThat(Objects.requireNonNull(emission.contributors()).records())
        .extracting(SourceRecord::offset)
        .containsExactly(kept.offset());
  }

  @Test
  void whatWasMadeUnderAnotherSpecificationIsUnknown() {
    Walks walks = once();
    SourceRecord event = walks.event("e", "ada", 0, "{}");
    walks.run();
    List<SourceRecord> output = walks.topics.of(new TopicPartition("walk.once", 0));
    output.set(0, ofAnotherSpecification(output.get(0)));
    LineageStep emission = walks.forward(event).emissions().get(0);
    assertThat(emission.matches()).isEqualTo(MatchResult.UNKNOWN);
    assertThat(emission.why()).startsWith("it was made under specification 00000000, not ");
  }

  @Test
  void anAnswerIsBounded() {
    Walks walks =
        new Walks("name: walk\npartitions: 1\nstages:\n  - {name: many, flat-map: data.items}\n");
    String items = String.join(",", Collections.nCopies(ForwardWalk.MOST_STEPS + 1, "1"));
    SourceRecord event = walks.event("e", "ada", 0, "{\"items\":[%s]}".formatted(items));
    walks.run();
    LineageHop hop = walks.forward(event);
    assertThat(hop.outcome()).isEqualTo(LineageHop.Outcome.UNKNOWN);
    assertThat(hop.why()).isEqualTo("an answer holds at most 500 steps");
  }

  @Test
  void aSearchThatMeetsACopyFirstFindsBoth() {
    Walks walks = once();
    IntStream.range(0, 20_000).forEach(n -> walks.event("e", "ada", n, "{}"));
    walks.run();
    List<SourceRecord> output = walks.topics.of(new TopicPartition("walk.once", 0));
    SourceRecord early = output.get(100);
    long middle = (output.get(output.size() - 1).offset() + 1) / 2;
    int at = 0;
    while (output.get(at).offset() < middle) {
      at++;
    }
    output.set(at, in(output.get(at), early));
    LineageHop hop = walks.forward(walks.source().get(100));
    assertThat(hop.emissions())
        .extracting(LineageStep::matches)
        .containsExactly(MatchResult.TRUE, MatchResult.FALSE);
  }

  @Test
  void anEmissionFarFromItsPlaceIsFoundWhereTheAuditHasSeenIt() {
    Walks walks = once();
    IntStream.range(0, 20_000).forEach(n -> walks.event("e", "ada", n, "{}"));
    walks.run();
    List<SourceRecord> output = walks.topics.of(new TopicPartition("walk.once", 0));
    SourceRecord far = in(output.get(15_000), output.get(100));
    output.set(15_000, far);
    output.remove(100);
    assertThat(walks.forward(walks.source().get(100)).outcome()).isEqualTo(LineageHop.Outcome.LOST);
    walks.stray(far);
    right(walks.forward(walks.source().get(100)));
  }

  private static Walks hourly(String aggregate) {
    return new Walks(
        """
        name: walk
        partitions: 1
        source: {key: data.key}
        stages:
          - name: hourly
            aggregate: {window: 1h, %s}
        """
            .formatted(aggregate));
  }

  private static Walks once() {
    return new Walks(
        "name: walk\npartitions: 1\nstages:\n  - name: once\n    deduplicate: {within: 1h}\n");
  }

  private static void right(LineageHop hop) {
    assertThat(hop.outcome()).isEqualTo(LineageHop.Outcome.EMITTED);
    assertThat(hop.emissions()).singleElement().matches(s -> s.matches() == MatchResult.TRUE);
  }

  private static SourceRecord ofAnotherSpecification(SourceRecord record) {
    Headers headers = new RecordHeaders(record.headers().toArray());
    String origin = Optional.ofNullable(record.origin()).orElseThrow().id() + ";00000000;1";
    headers.remove(HeaderNames.ORIGIN);
    headers.add(HeaderNames.ORIGIN, origin.getBytes(UTF_8));
    return in(
        record,
        new SourceRecord("", 0, 0, record.timestamp(), record.key(), record.value(), headers));
  }

  /** A record's content in the place of another. */
  private static SourceRecord in(SourceRecord place, SourceRecord content) {
    return new SourceRecord(
        place.topic(),
        place.partition(),
        place.offset(),
        content.timestamp(),
        content.key(),
        content.value(),
        content.headers());
  }
}
