package io.streamproof.audit.lineage;

import static io.streamproof.audit.lineage.OperatorLineageTests.cause;
import static io.streamproof.audit.lineage.OperatorLineageTests.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.lineage.LineageStep.MatchResult;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of what was tampered with, the walk marks the step that is wrong, and no other. */
class TamperedLineageTests {
  private static final int EVENTS = 3_000;
  private static final int HERE = 1_500;

  private final Walks walks =
      new Walks(
          """
          name: walk
          partitions: 2
          stages:
            - name: small
              map: '{"n": data.n}'
            - name: even
              filter: data.n % 2 == 0
          """);

  private List<SourceRecord> output = List.of();
  private int at;

  @BeforeEach
  void run() {
    for (int n = 0; n < EVENTS; n++) {
      walks.event("e", "key" + n % 7, n, "{\"n\":%s}".formatted(n));
    }
    walks.run();
    for (int p = 0; p < 2; p++) {
      List<SourceRecord> records = walks.topics.of(new TopicPartition("walk.small", p));
      for (int i = 0; i < records.size(); i++) {
        if (origin(records.get(i)).offset() == HERE) {
          output = records;
          at = i;
        }
      }
    }
  }

  @Test
  void aCorruptedEmission() {
    set(copy(here(), here().partition(), here().offset(), "{\"n\":-2}", here().headers()));
    wrong(walks.back(here()), "its value differs");
    LineageStep emission = emission();
    wrong(emission, "its value differs");
    assertThat(emission.hops().get(0).emissions()).as("even repeats it as it stands").hasSize(1);
    LineageStep after = walks.back(record(emission.hops().get(0).emissions().get(0)));
    assertThat(cause(after).matches()).isEqualTo(MatchResult.FALSE);
    assertThat(cause(cause(after)).matches()).isEqualTo(MatchResult.TRUE);
  }

  @Test
  void aLostEmission() {
    output.remove(at);
    LineageHop hop = walks.forward(walks.source().get(HERE));
    assertThat(hop.outcome()).isEqualTo(LineageHop.Outcome.LOST);
    wrong(hop.emissions().get(0), "it stands nowhere in walk.small");
    assertThat(hop.emissions().get(0).expected()).isNotNull();
    walks.settledThrough(HERE);
    LineageHop pending = walks.forward(walks.source().get(HERE));
    assertThat(pending.outcome()).isEqualTo(LineageHop.Outcome.PENDING);
    assertThat(pending.emissions().get(0).matches()).isEqualTo(MatchResult.UNKNOWN);
  }

  @Test
  void aDuplicateAtOnce() {
    SourceRecord first = here();
    insertBehind(first);
    SourceRecord second = output.get(at + 1);
    assertThat(walks.back(first).matches()).isEqualTo(MatchResult.TRUE);
    wrong(walks.back(second), "a further copy: the emission stands at " + Walks.place(first));
    List<LineageStep> emissions = walks.forward(walks.source().get(HERE)).emissions();
    assertThat(emissions)
        .extracting(LineageStep::matches)
        .containsExactly(MatchResult.TRUE, MatchResult.FALSE);
  }

  @Test
  void aDuplicateMuchLater() {
    SourceRecord first = here();
    SourceRecord last = output.get(output.size() - 1);
    output.add(
        copy(first, first.partition(), last.offset() + 1, Walks.text(first), first.headers()));
    wrong(walks.back(output.get(output.size() - 1)), "a further copy");
    assertThat(walks.back(first).matches()).isEqualTo(MatchResult.TRUE);
  }

  @Test
  void aDuplicateBehindOneThatIsCorrupted() {
    SourceRecord right = here();
    insertBehind(right);
    set(copy(right, right.partition(), right.offset(), "{\"n\":-2}", right.headers()));
    wrong(walks.back(here()), "its value differs");
    assertThat(walks.back(output.get(at + 1)).matches()).isEqualTo(MatchResult.TRUE);
  }

  @Test
  void anEmissionInAnotherPartition() {
    SourceRecord right = output.remove(at);
    int other = 1 - right.partition();
    List<SourceRecord> others = walks.topics.of(new TopicPartition("walk.small", other));
    int place = position(others, HERE);
    SourceRecord diverted =
        copy(right, other, others.get(place).offset(), Walks.text(right), right.headers());
    shift(others, place);
    others.add(place, diverted);
    wrong(walks.back(diverted), "where it belongs in " + right.partition());
    LineageHop hop = walks.forward(walks.source().get(HERE));
    assertThat(hop.outcome()).isEqualTo(LineageHop.Outcome.EMITTED);
    wrong(hop.emissions().get(0), "it stands in partition " + other);
    assertThat(hop.emissions()).hasSize(1);
  }

  @Test
  void aRecordThatIsWronglyADeadLetterIsNotMerelyMissing() {
    SourceRecord right = output.remove(at);
    Headers headers = new RecordHeaders(right.headers().toArray());
    headers.add(HeaderNames.DEAD_LETTER_MESSAGE, "made up".getBytes(UTF_8));
    SourceRecord buried =
        new SourceRecord(
            "walk.small-dlt", 0, 0, right.timestamp(), right.key(), right.value(), headers);
    walks.topics.append(buried);
    LineageHop hop = walks.forward(walks.source().get(HERE));
    assertThat(hop.outcome()).isEqualTo(LineageHop.Outcome.DEAD_LETTERED);
    assertThat(hop.why()).isEqualTo("made up");
    assertThat(hop.emissions()).hasSize(1);
    wrong(hop.emissions().get(0), "it stands in walk.small-dlt, where it belongs in walk.small");
    wrong(walks.back(buried), "it stands in walk.small-dlt, where it belongs in walk.small");
  }

  @Test
  void aForgedRecordWithoutAnOrigin() {
    set(copy(here(), here().partition(), here().offset(), "{\"n\":1}", new RecordHeaders()));
    wrong(walks.back(here()), "its origin names no stage that writes here");
  }

  @Test
  void aForgedRecordWhoseOriginPointsBehindTheSource() {
    SourceRecord honest = here();
    insertBehind(honest);
    SourceRecord forged = forge(output.get(at + 1), 5_000_000_000L);
    output.set(at + 1, forged);
    wrong(walks.back(forged), "its origin points to nothing");
    assertThat(walks.back(honest).matches()).isEqualTo(MatchResult.TRUE);
    for (SourceRecord after : output.subList(at + 2, at + 10)) {
      LineageStep step = walks.back(after);
      assertThat(step.matches()).as("why: %s", step.why()).isEqualTo(MatchResult.TRUE);
    }
  }

  @Test
  void twoThatHaveChangedPlaces() {
    SourceRecord a = output.get(at);
    SourceRecord b = output.get(at + 1);
    output.set(at, copy(b, b.partition(), a.offset(), Walks.text(b), b.headers()));
    output.set(at + 1, copy(a, a.partition(), b.offset(), Walks.text(a), a.headers()));
    wrong(walks.back(output.get(at + 1)), "it stands behind " + Walks.place(output.get(at)));
    assertThat(walks.back(output.get(at)).matches()).isEqualTo(MatchResult.TRUE);
  }

  private LineageStep emission() {
    return walks.forward(walks.source().get(HERE)).emissions().get(0);
  }

  private static void wrong(LineageStep step, String why) {
    assertThat(step.matches()).isEqualTo(MatchResult.FALSE);
    assertThat(step.why()).contains(why);
    if (step.cause() != null && cause(step).record() != null) {
      assertThat(cause(step).matches()).isEqualTo(MatchResult.TRUE);
    }
  }

  private SourceRecord here() {
    return output.get(at);
  }

  private void set(SourceRecord record) {
    output.set(at, record);
  }

  /** A copy right behind; what follows makes room. */
  private void insertBehind(SourceRecord record) {
    shift(output, at + 1);
    output.add(
        at + 1,
        copy(
            record, record.partition(), record.offset() + 1, Walks.text(record), record.headers()));
  }

  private static void shift(List<SourceRecord> records, int from) {
    List<SourceRecord> shifted = new ArrayList<>();
    for (SourceRecord record : records.subList(from, records.size())) {
      shifted.add(
          copy(
              record,
              record.partition(),
              record.offset() + 1,
              Walks.text(record),
              record.headers()));
    }
    for (int i = 0; i < shifted.size(); i++) {
      records.set(from + i, shifted.get(i));
    }
  }

  private static int position(List<SourceRecord> records, long sourceOffset) {
    int position = 0;
    while (origin(records.get(position)).offset() < sourceOffset) {
      position++;
    }
    return position;
  }

  private static SourceRecord forge(SourceRecord record, long offset) {
    Origin real = origin(record);
    Headers headers = new RecordHeaders(record.headers().toArray());
    headers.remove(HeaderNames.ORIGIN);
    headers.add(
        HeaderNames.ORIGIN,
        new Origin(real.stage(), real.partition(), offset, 0, real.specification(), 1).toBytes());
    return copy(record, record.partition(), record.offset(), Walks.text(record), headers);
  }

  private static Origin origin(SourceRecord record) {
    return Objects.requireNonNull(record.origin());
  }

  private static SourceRecord copy(
      SourceRecord record, int partition, long offset, String value, Headers headers) {
    return new SourceRecord(
        record.topic(),
        partition,
        offset,
        record.timestamp(),
        record.key(),
        value.getBytes(UTF_8),
        headers);
  }
}
