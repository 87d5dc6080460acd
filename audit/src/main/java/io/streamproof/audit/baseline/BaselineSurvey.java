package io.streamproof.audit.baseline;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.RecordFeed.LogBounds;
import io.streamproof.pipeline.tally.Block;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds from where on a pipeline can be audited whose topics have lost their beginnings. It goes
 * against the flow, from the results to the source: where what followed from a topic is all there,
 * the topic is judged from its beginning; where some of that is gone, nobody can tell of which
 * records, so the topic is judged from where it ends now. That end is looked up after it was
 * decided from where on the topics behind are read: whatever comes later follows from records
 * behind it, and is read.
 */
public final class BaselineSurvey {
  private final AuditedPipeline pipeline;
  private final Function<Collection<TopicPartition>, Map<TopicPartition, LogBounds>> bounds;
  private final Instant now;
  private final Map<TopicPartition, Baseline> baselines = new HashMap<>();
  private final Set<String> visited = new HashSet<>();

  private BaselineSurvey(
      AuditedPipeline pipeline,
      Function<Collection<TopicPartition>, Map<TopicPartition, LogBounds>> bounds,
      Instant now) {
    this.pipeline = pipeline;
    this.bounds = bounds;
    this.now = now;
  }

  /**
   * The baseline of a pipeline.
   *
   * @param bounds looks up where logs begin and end
   */
  public static PipelineBaseline of(
      AuditedPipeline pipeline,
      Function<Collection<TopicPartition>, Map<TopicPartition, LogBounds>> bounds,
      Instant now) {
    BaselineSurvey survey = new BaselineSurvey(pipeline, bounds, now);
    pipeline.topics().keySet().forEach(survey::visit);
    return new PipelineBaseline(survey.baselines);
  }

  private void visit(String topic) {
    if (!visited.add(topic)) {
      return;
    }
    List<String> behind = behind(topic);
    behind.forEach(this::visit);
    boolean isWhole =
        behind.stream()
            .flatMap(each -> partitions(each).stream())
            .noneMatch(this::hasLostItsBeginning);
    Map<TopicPartition, LogBounds> logs = bounds.apply(partitions(topic));
    for (TopicPartition partition : partitions(topic)) {
      Baseline baseline = baseline(Objects.requireNonNull(logs.get(partition)), isWhole);
      if (!baseline.isBeginning()) {
        baselines.put(partition, baseline);
      }
    }
  }

  private boolean hasLostItsBeginning(TopicPartition partition) {
    @Nullable Baseline baseline = baselines.get(partition);
    return baseline != null && baseline.readFrom() > 0;
  }

  /** What is before the judged block is read only where a state can follow from all of it. */
  private Baseline baseline(LogBounds log, boolean isWhole) {
    long beginning = log.beginning();
    if (isWhole) {
      return new Baseline(beginning, beginning, now);
    }
    long judgedFrom = Math.max(beginning, log.stableEnd());
    long block = judgedFrom / Block.SIZE * Block.SIZE;
    return new Baseline(beginning == 0 ? 0 : Math.max(beginning, block), judgedFrom, now);
  }

  /** The topics that hold what follows from the records of a topic. */
  private List<String> behind(String topic) {
    List<String> behind = new ArrayList<>();
    for (AuditedStage reader : pipeline.role(topic).readers()) {
      behind.add(reader.outputTopic());
      behind.add(reader.deadLetterTopic());
    }
    if (pipeline.role(topic).isSource()) {
      behind.add(pipeline.specification().claimsTopic());
    }
    return behind;
  }

  private List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, pipeline.specification().partitionsOf(topic))
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .toList();
  }
}
