package io.streamproof.audit.lineage;

import static io.streamproof.audit.lineage.OperatorLineageTests.cause;
import static io.streamproof.audit.lineage.OperatorLineageTests.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.lineage.LineageStep.MatchResult;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is gone makes a step unknown: never wrong, never an error. */
class ExpiredLineageTests {
  private static final int EVENTS = 5_000;
  private static final long HOUR = 3_600_000;
  private static final int PER_HOUR = 100;
  private static final TopicPartition SOURCE = new TopicPartition("walk.source", 0);
  private static final TopicPartition SMALL = new TopicPartition("walk.small", 0);
  private static final TopicPartition HOURLY = new TopicPartition("walk.hourly", 0);

  private final Walks walks =
      new Walks(
          """
          name: walk
          partitions: 1
          source: {key: data.key}
          stages:
            - name: small
              map: '{"n": data.n}'
            - name: hourly
              aggregate: {window: 1h, grace: 0s, fields: {n: count()}}
          """);

  @BeforeEach
  void run() {
    for (int n = 0; n < EVENTS; n++) {
      walks.event("e", "key" + n % 3, n * (HOUR / PER_HOUR), "{\"n\":%s}".formatted(n));
    }
    walks.run();
  }

  @Test
  void theCause() {
    walks.topics.expire(SOURCE, 3_000);
    LineageStep gone = walks.back(emissionOf(2_999));
    assertThat(gone.matches()).isEqualTo(MatchResult.UNKNOWN);
    assertThat(gone.why()).isEqualTo("its source record is not there");
    assertThat(cause(gone).why()).isEqualTo("it is gone: the partition begins at 3000");
    LineageStep first = walks.back(emissionOf(3_000));
    assertThat(first.matches()).isEqualTo(MatchResult.TRUE);
    assertThat(record(cause(first)).offset()).isEqualTo(3_000);
  }

  @Test
  void theEmission() {
    SourceRecord last = emissionOf(2_999);
    walks.topics.expire(SMALL, last.offset() + 1);
    LineageHop gone = walks.forward(walks.source().get(2_999));
    assertThat(gone.outcome()).isEqualTo(LineageHop.Outcome.UNKNOWN);
    assertThat(gone.emissions()).singleElement().matches(s -> s.matches() == MatchResult.UNKNOWN);
    assertThat(gone.emissions().get(0).why()).contains("older records of walk.small are gone");
    LineageHop first = walks.forward(walks.source().get(3_000));
    assertThat(first.outcome()).isEqualTo(LineageHop.Outcome.EMITTED);
    assertThat(first.emissions()).singleElement().matches(s -> s.matches() == MatchResult.TRUE);
  }

  @Test
  void theContributors() {
    int cut = 2_550;
    walks.topics.expire(SMALL, walks.topics.of(SMALL).get(cut).offset());
    List<SourceRecord> results = walks.topics.of(HOURLY);
    for (int i = 0; i < results.size(); i += Math.abs(i - cut) < 2 * PER_HOUR ? 1 : 7) {
      LineageStep step = walks.back(results.get(i));
      assertThat(step.matches()).as(() -> "why: " + step.why()).isNotEqualTo(MatchResult.FALSE);
    }
    LineageStep soon = walks.back(walks.topics.of(HOURLY).get(2_590));
    assertThat(soon.matches()).isEqualTo(MatchResult.UNKNOWN);
    assertThat(soon.why()).contains("are gone");
    LineageStep later = walks.back(walks.topics.of(HOURLY).get(2_900));
    assertThat(later.matches()).isEqualTo(MatchResult.TRUE);
  }

  @Test
  void theTopic() {
    SourceRecord emission = emissionOf(100);
    SourceRecord result = walks.topics.of(HOURLY).get(100);
    walks.topics.delete("walk.source");
    LineageStep step = walks.back(emission);
    assertThat(step.matches()).isEqualTo(MatchResult.UNKNOWN);
    assertThat(cause(step).why()).isEqualTo("walk.source-0 is not there any more");
    assertThat(walks.back(result).matches()).isEqualTo(MatchResult.TRUE);
    walks.topics.delete("walk.hourly");
    LineageHop hop = walks.forward(emission);
    assertThat(hop.outcome()).isEqualTo(LineageHop.Outcome.UNKNOWN);
    assertThat(walks.back(result).why()).isEqualTo("walk.hourly-0 is not there any more");
  }

  private SourceRecord emissionOf(int sourceOffset) {
    return walks.topics.of(SMALL).get(sourceOffset);
  }
}
