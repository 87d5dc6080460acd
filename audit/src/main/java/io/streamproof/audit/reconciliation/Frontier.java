package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.reconciliation.Judgement.JudgedOffsets;
import io.streamproof.audit.reconciliation.Judgement.ReadProgress;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * A set of ends of a pipeline's logs, down the graph of its stages, of which one can say that
 * everything before it is judged. It begins with the high watermarks of the source topic, so that
 * every event that was acknowledged before it began is covered. The ends of a topic that stages
 * write are taken only after these stages were seen to be settled up to the ends of what they read:
 * then all that follows from there lies before them.
 *
 * <p>It is complete once each stage is settled up to the ends of its source, each block before them
 * has been seen judged, and each source block before them has been seen with its claims met. What
 * comes later does not hold it up, and completing it says nothing of that. Not thread-safe.
 */
public final class Frontier {
  private final AuditedPipeline pipeline;
  private final Judgement judgement;
  private final OffsetReader offsets;
  private final Instant takenAt;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Set<AuditedStage> settled = new HashSet<>();
  private final Set<Hop> judged = new HashSet<>();
  private final Set<Integer> claimed = new HashSet<>();

  private record Hop(AuditedStage stage, int partition) {}

  private Frontier(
      AuditedPipeline pipeline, Judgement judgement, OffsetReader offsets, Instant takenAt) {
    this.pipeline = pipeline;
    this.judgement = judgement;
    this.offsets = offsets;
    this.takenAt = takenAt;
  }

  /**
   * Begins a frontier by looking up where the source topic ends now.
   *
   * @param takenAt the time before this call
   */
  public static Frontier begin(
      AuditedPipeline pipeline, Judgement judgement, OffsetReader offsets, Instant takenAt) {
    Frontier frontier = new Frontier(pipeline, judgement, offsets, takenAt);
    frontier.takeEnds(pipeline.specification().sourceTopic());
    return frontier;
  }

  /** When it was begun: whatever was acknowledged before is covered. */
  public Instant takenAt() {
    return takenAt;
  }

  /** The offsets of the logs before which all is judged, once it is complete. */
  Map<TopicPartition, Long> ends() {
    return ends;
  }

  /** Looks how far the ledger has come; gives whether everything before the frontier is judged. */
  public boolean advance() {
    // What is settled is looked up before what is judged, and both before any further ends.
    JudgedOffsets now = judgement.judged(pipeline);
    claims(now);
    boolean moved = true;
    while (moved) {
      pipeline.stages().forEach(stage -> advance(stage, now));
      moved = takeEndsOfSettled();
    }
    return isComplete() && isOfTheLogsThatWereRead();
  }

  private void claims(JudgedOffsets now) {
    String source = pipeline.specification().sourceTopic();
    for (int partition = 0; partition < pipeline.specification().partitions(); partition++) {
      long end = end(new TopicPartition(source, partition));
      if (now.firstUnclaimed().getOrDefault(partition, Long.MAX_VALUE) >= end) {
        claimed.add(partition);
      }
    }
  }

  private void advance(AuditedStage stage, JudgedOffsets now) {
    List<TopicPartition> sources = partitions(stage.sourceTopic());
    if (!ends.keySet().containsAll(sources)) {
      return;
    }
    if (sources.stream()
        .allMatch(source -> now.settled(stage, source.partition()) >= end(source))) {
      settled.add(stage);
    }
    for (TopicPartition source : sources) {
      if (now.settled(stage, source.partition()) >= end(source)
          && now.firstUnjudged(stage, source.partition()) >= end(source)) {
        judged.add(new Hop(stage, source.partition()));
      }
    }
  }

  private boolean takeEndsOfSettled() {
    boolean taken = false;
    for (AuditedStage reader : pipeline.stages()) {
      String topic = reader.sourceTopic();
      boolean isDue =
          !ends.keySet().containsAll(partitions(topic))
              && settled.containsAll(pipeline.role(topic).makers());
      if (isDue) {
        takeEnds(topic);
        taken = true;
      }
    }
    return taken;
  }

  private void takeEnds(String topic) {
    ends.putAll(offsets.ends(partitions(topic)));
  }

  private boolean isComplete() {
    return claimed.size() == pipeline.specification().partitions()
        && pipeline.stages().stream()
            .allMatch(
                stage ->
                    IntStream.range(0, stage.sourcePartitions())
                        .allMatch(partition -> judged.contains(new Hop(stage, partition))));
  }

  /** A log that was replaced may end before what was read of it. */
  private boolean isOfTheLogsThatWereRead() {
    Map<TopicPartition, ReadProgress> read = judgement.progress(pipeline);
    Map<String, UUID> ids = offsets.topicIds(pipeline.topics().keySet());
    return pipeline.topics().keySet().stream()
        .flatMap(topic -> partitions(topic).stream())
        .allMatch(
            partition -> {
              ReadProgress progress = read.getOrDefault(partition, ReadProgress.NONE);
              UUID id = ids.get(partition.topic());
              return id != null && id.equals(progress.topicId()) && progress.trouble() == null;
            });
  }

  private List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, pipeline.specification().partitionsOf(topic))
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .toList();
  }

  private long end(TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }
}
