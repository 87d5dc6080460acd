package io.streamproof.audit.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.RecordFeed.LogBounds;
import io.streamproof.audit.support.Examples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * The shop's source is read by the filter {@code large}, and that by the aggregate {@code spent}.
 */
class BaselineSurveyTests {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final TopicPartition SOURCE = new TopicPartition("shop.source", 0);
  private static final TopicPartition LARGE = new TopicPartition("shop.large", 0);
  private static final TopicPartition SPENT = new TopicPartition("shop.spent", 1);
  private static final TopicPartition CLAIMS = new TopicPartition("shop.claims", 0);

  private final AuditedPipeline shop = Examples.shop();
  private final AuditedStage large = shop.stages().get(0);
  private final AuditedStage spent = shop.stages().get(1);
  private final Map<TopicPartition, LogBounds> logs = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  @Test
  void needsNoneWhereNothingIsGone() {
    logs.put(SOURCE, new LogBounds(0, 700));
    assertThat(survey().isNone()).isTrue();
  }

  @Test
  void beginsWithTheFirstRecordThatIsLeftWhereAllThatFollowsIsThere() {
    logs.put(SOURCE, new LogBounds(300, 700));
    PipelineBaseline baseline = survey();
    assertThat(baseline.partitions()).isEqualTo(Map.of(SOURCE, new Baseline(300, 300, NOW)));
    assertThat(baseline.covers(large, 0, 299)).isFalse();
    assertThat(baseline.covers(large, 0, 300)).isTrue();
    assertThat(baseline.covers(large, 1, 0)).isTrue();
    assertThat(baseline.covers(spent, 0, 0)).as("its own source is whole").isTrue();
  }

  @Test
  void judgesFromTheEndOnWhereResultsAreGone() {
    logs.put(SOURCE, new LogBounds(100, 700));
    logs.put(LARGE, new LogBounds(0, 600));
    logs.put(SPENT, new LogBounds(20, 400));
    assertThat(survey().partitions())
        .as("what the source lost is nothing to what is read from its beginning")
        .containsEntry(SPENT, new Baseline(20, 20, NOW))
        .containsEntry(LARGE, new Baseline(0, 600, NOW))
        .containsEntry(SOURCE, new Baseline(100, 100, NOW));
  }

  @Test
  void passesTheLossOnToAllThatIsBeforeIt() {
    logs.put(SOURCE, new LogBounds(100, 700));
    logs.put(LARGE, new LogBounds(10, 600));
    logs.put(SPENT, new LogBounds(20, 400));
    assertThat(survey().partitions())
        .containsEntry(LARGE, new Baseline(512, 600, NOW))
        .containsEntry(SOURCE, new Baseline(512, 700, NOW));
  }

  @Test
  void beginsWithinABlockOfWhichTheFirstRecordsAreGone() {
    logs.put(SOURCE, new LogBounds(690, 700));
    logs.put(LARGE, new LogBounds(10, 600));
    assertThat(survey().partitions()).containsEntry(SOURCE, new Baseline(690, 700, NOW));
  }

  @Test
  void beginsWhereALogIsEmptyWhoseEndIsBehindAnOpenTransaction() {
    logs.put(SOURCE, new LogBounds(800, 700));
    logs.put(LARGE, new LogBounds(10, 600));
    assertThat(survey().partitions()).containsEntry(SOURCE, new Baseline(800, 800, NOW));
  }

  @Test
  void judgesEventsFromTheEndOnWhereClaimsAreGone() {
    logs.put(SOURCE, new LogBounds(0, 700));
    logs.put(CLAIMS, new LogBounds(3, 9));
    assertThat(survey().partitions())
        .containsEntry(SOURCE, new Baseline(0, 700, NOW))
        .containsEntry(CLAIMS, new Baseline(3, 3, NOW));
  }

  @Test
  void looksUpWhereATopicEndsAfterItWasDecidedHowThoseBehindItAreRead() {
    survey();
    assertThat(asked)
        .containsSubsequence("shop.spent", "shop.large", "shop.source")
        .containsSubsequence("shop.spent-dlt", "shop.large", "shop.source")
        .containsSubsequence("shop.large-dlt", "shop.source")
        .containsSubsequence("shop.claims", "shop.source")
        .doesNotHaveDuplicates();
  }

  @Test
  void aStateThatFollowsFromWhatIsGoneCannotBeRepeated() {
    logs.put(LARGE, new LogBounds(10, 600));
    PipelineBaseline baseline = survey();
    assertThat(baseline.isRepeatable(spent, 0)).isFalse();
    assertThat(baseline.covers(spent, 0, 10_000)).isFalse();
    assertThat(baseline.isRepeatable(spent, 1)).isTrue();
    assertThat(baseline.isRepeatable(large, 0)).isTrue();
  }

  @Test
  void aStateThatFollowsFromWhatIsThereIsRepeatedAndJudgedFromTheEndOn() {
    logs.put(LARGE, new LogBounds(0, 600));
    logs.put(SPENT, new LogBounds(10, 600));
    PipelineBaseline baseline = survey();
    assertThat(baseline.isRepeatable(spent, 0)).isTrue();
    assertThat(baseline.covers(spent, 0, 599)).isFalse();
    assertThat(baseline.covers(spent, 0, 600)).isTrue();
  }

  private PipelineBaseline survey() {
    return BaselineSurvey.of(shop, this::bounds, NOW);
  }

  private Map<TopicPartition, LogBounds> bounds(Collection<TopicPartition> partitions) {
    Map<TopicPartition, LogBounds> bounds = new HashMap<>();
    partitions.forEach(each -> bounds.put(each, logs.getOrDefault(each, new LogBounds(0, 0))));
    asked.add(partitions.iterator().next().topic());
    return bounds;
  }
}
