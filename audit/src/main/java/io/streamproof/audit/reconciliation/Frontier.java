package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.reconciliation.Judgement.JudgedOffsets;
import io.streamproof.audit.reconciliation.Judgement.ReadProgress;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A set of ends of a pipeline's logs, down the graph of its stages, of which one can say that
 * everything before it is judged. It begins with the high watermarks of the source topic, so that
 * every event that was acknowledged before it began is covered. The ends of a topic that stages
 * write are taken only after these stages were seen to be settled up to the ends of what they read:
 * then all that follows from there lies before them. At each end the ledger's blocks are cut.
 *
 * <p>It is complete once each stage is settled up to the ends of its source, each segment before
 * them has been seen judged, all claims that were there when it began have been read, and each
 * claim about what is before them has been seen met. What comes later does not hold it up, and
 * completing it says nothing of that. Not thread-safe.
 */
public final class Frontier {
  /** Open source blocks that are looked at; where there are more, claims are far behind. */
  private static final int MOST_BLOCKS = 1_000;

  private final AuditedPipeline pipeline;
  private final Sources sources;
  private final FrontierLog log;
  private final Instant takenAt;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Set<AuditedStage> settled = new HashSet<>();
  private final Set<Hop> judged = new HashSet<>();
  private final Set<Integer> claimed = new HashSet<>();
  private final Map<TopicPartition, Long> claimEnds = new HashMap<>();

  private record Hop(AuditedStage stage, int partition) {}

  /** Cuts the ledger's blocks at ends of logs; gives the ends at which they are cut. */
  @FunctionalInterface
  interface Cut {
    Map<TopicPartition, Long> at(Map<TopicPartition, Long> ends);
  }

  /** From where it learns what it needs. */
  record Sources(Judgement judgement, OffsetReader offsets, ClaimReader claims, Cut cut) {}

  private Frontier(AuditedPipeline pipeline, Sources sources, FrontierLog log, Instant takenAt) {
    this.pipeline = pipeline;
    this.sources = sources;
    this.log = log;
    this.takenAt = takenAt;
  }

  /**
   * Begins a frontier by looking up where the source topic ends now.
   *
   * @param log given the frontier once it is complete
   * @param takenAt the time before this call
   */
  static Frontier begin(
      AuditedPipeline pipeline, Sources sources, FrontierLog log, Instant takenAt) {
    Frontier frontier = new Frontier(pipeline, sources, log, takenAt);
    frontier.takeEnds(pipeline.specification().sourceTopic());
    frontier.claimEnds.putAll(
        sources.offsets().ends(frontier.partitions(pipeline.specification().claimsTopic())));
    return frontier;
  }

  /** When it was begun: whatever was acknowledged before is covered. */
  public Instant takenAt() {
    return takenAt;
  }

  /** Looks how far the ledger has come; gives whether everything before the frontier is judged. */
  public boolean advance() {
    // What is settled is looked up before what is judged, and both before any further ends.
    JudgedOffsets now = sources.judgement().judged(pipeline);
    boolean moved = true;
    while (moved) {
      pipeline.stages().forEach(stage -> advance(stage, now));
      moved = takeEndsOfSettled();
    }
    return isJudged() && isClaimed() && complete();
  }

  /** Looked up last, as there are many open source blocks where the audit is behind. */
  private boolean isClaimed() {
    if (!areClaimsRead()) {
      return false;
    }
    List<SourceBlock> open = sources.judgement().openSourceBlocks(pipeline, MOST_BLOCKS);
    if (open.size() == MOST_BLOCKS) {
      return false;
    }
    String source = pipeline.specification().sourceTopic();
    for (int partition = 0; partition < pipeline.specification().partitions(); partition++) {
      int own = partition;
      long end = end(new TopicPartition(source, partition));
      if (!claimed.contains(partition)
          && open.stream()
              .filter(block -> block.partition() == own)
              .allMatch(block -> isMet(block, end))) {
        claimed.add(partition);
      }
    }
    return claimed.size() == pipeline.specification().partitions();
  }

  /** A claim that is not read yet may be about an event that is not there. */
  private boolean areClaimsRead() {
    if (!claimEnds.isEmpty()) {
      Map<TopicPartition, ReadProgress> read = sources.judgement().progress(pipeline);
      claimEnds
          .entrySet()
          .removeIf(
              end -> read.getOrDefault(end.getKey(), ReadProgress.NONE).next() >= end.getValue());
    }
    return claimEnds.isEmpty();
  }

  private boolean isMet(SourceBlock block, long end) {
    return switch (block.below(end)) {
      case MET -> true;
      case UNCHECKED -> sources.claims().isMet(pipeline, block);
      case AWAITED -> false;
    };
  }

  private void advance(AuditedStage stage, JudgedOffsets now) {
    List<TopicPartition> read = partitions(stage.sourceTopic());
    if (!ends.keySet().containsAll(read)) {
      return;
    }
    if (read.stream().allMatch(source -> now.settled(stage, source.partition()) >= end(source))) {
      settled.add(stage);
    }
    for (TopicPartition source : read) {
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
    ends.putAll(sources.cut().at(sources.offsets().ends(partitions(topic))));
  }

  private boolean isJudged() {
    return pipeline.stages().stream()
        .allMatch(
            stage ->
                IntStream.range(0, stage.sourcePartitions())
                    .allMatch(partition -> judged.contains(new Hop(stage, partition))));
  }

  /** Whether all ends are of the logs that were read; if so, it is complete, and logged. */
  private boolean complete() {
    Map<TopicPartition, ReadProgress> read = sources.judgement().progress(pipeline);
    Map<String, UUID> ids = sources.offsets().topicIds(pipeline.topics().keySet());
    boolean isOfTheLogsThatWereRead =
        pipeline.topics().keySet().stream()
            .flatMap(topic -> partitions(topic).stream())
            .allMatch(
                partition -> {
                  ReadProgress progress = read.getOrDefault(partition, ReadProgress.NONE);
                  UUID id = ids.get(partition.topic());
                  return id != null && id.equals(progress.topicId()) && progress.trouble() == null;
                });
    if (isOfTheLogsThatWereRead) {
      log.completed(pipeline.name(), takenAt, ends, newest(read));
    }
    return isOfTheLogsThatWereRead;
  }

  private @Nullable Instant newest(Map<TopicPartition, ReadProgress> read) {
    return partitions(pipeline.specification().sourceTopic()).stream()
        .map(source -> read.getOrDefault(source, ReadProgress.NONE).lastTime())
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
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
