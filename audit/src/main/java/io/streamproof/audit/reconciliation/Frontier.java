package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.log.LogIdentity.EpochMark;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.reconciliation.Judgement.JudgedOffsets;
import io.streamproof.audit.reconciliation.Judgement.ReadProgress;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A set of ends of a pipeline's logs, down the graph of its stages, of which one can say that
 * everything before it is judged. It begins with the high watermarks of the source topic, so that
 * every event that was acknowledged before it began is covered, even one that is not there any
 * more. The ends of a topic that stages write are taken only after these stages were seen to be
 * settled up to the ends of what they read: then all that follows from there lies before them. At
 * each end of what stages read, the ledger's blocks are cut.
 *
 * <p>It is complete once each stage is settled up to the ends of its source, all before the ends of
 * its outputs has been read, each segment before the ends of its source has been seen judged since,
 * all claims that were there when it began have been read, each claim about what is before them has
 * been seen met, and each log is the one that was read. No log was cut meanwhile if its leader is
 * the same; if it is not, the frontier is void. What comes later does not hold it up, and
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
  private final Map<TopicPartition, Long> resultEnds = new HashMap<>();
  private final Set<AuditedStage> settled = new HashSet<>();
  private final Set<Hop> judged = new HashSet<>();
  private final Set<Integer> claimed = new HashSet<>();
  private final Map<TopicPartition, Long> claimEnds = new HashMap<>();
  private @Nullable Map<ClaimedBlock, BitSet> dueClaims;
  private final Map<TopicPartition, Integer> epochs = new HashMap<>();
  private boolean isVoid;

  private record ClaimedBlock(int partition, long number) {
    static ClaimedBlock of(SourceBlock block) {
      return new ClaimedBlock(block.partition(), block.number());
    }
  }

  private record Hop(AuditedStage stage, int partition) {}

  /** Cuts the ledger's blocks at ends of logs; gives the ends at which they are cut. */
  @FunctionalInterface
  interface Cut {
    Map<TopicPartition, Long> at(Map<TopicPartition, Long> ends);
  }

  /** From where it learns what it needs. */
  record Sources(Judgement judgement, OffsetReader offsets, RecordReader records, Cut cut) {}

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
    // What is claimed by then was written before the ends of the source, unless it was lost.
    frontier.claimEnds.putAll(
        frontier.ends(frontier.partitions(pipeline.specification().claimsTopic())));
    frontier.takeEnds(pipeline.specification().sourceTopic());
    return frontier;
  }

  /** When it was begun: whatever was acknowledged before is covered. */
  public Instant takenAt() {
    return takenAt;
  }

  /** Whether it can never be complete, since a log of it is not what it was when it began. */
  public boolean isVoid() {
    return isVoid;
  }

  /** Looks how far the ledger has come; gives whether everything before the frontier is judged. */
  public boolean advance() {
    // What is read is looked up before what is settled, that before what is judged, and all of it
    // before any further ends.
    Map<TopicPartition, ReadProgress> read = sources.judgement().progress(pipeline);
    JudgedOffsets now = sources.judgement().judged(pipeline);
    boolean moved = true;
    while (moved) {
      pipeline.stages().forEach(stage -> advance(stage, read, now));
      moved = takeEndsOfSettled();
    }
    return !isVoid && isJudged() && isClaimed() && complete();
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
    if (dueClaims == null) {
      dueClaims = open.stream().collect(Collectors.toMap(ClaimedBlock::of, SourceBlock::claimed));
    }
    String source = pipeline.specification().sourceTopic();
    for (int partition = 0; partition < pipeline.specification().partitions(); partition++) {
      int own = partition;
      long end = end(new TopicPartition(source, partition));
      if (!claimed.contains(partition)
          && open.stream()
              .filter(block -> block.partition() == own)
              .allMatch(block -> isMet(block, end, claimsDue(block)))) {
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

  /** Those that were there once all that it waits for was read, wherever they say events are. */
  private BitSet claimsDue(SourceBlock block) {
    return dueClaims == null
        ? new BitSet()
        : dueClaims.getOrDefault(ClaimedBlock.of(block), new BitSet());
  }

  private boolean isMet(SourceBlock block, long end, BitSet due) {
    return switch (block.below(end, due)) {
      case MET -> true;
      case UNCHECKED -> sources.records().areClaimsMet(pipeline, block);
      case AWAITED -> false;
    };
  }

  private void advance(
      AuditedStage stage, Map<TopicPartition, ReadProgress> read, JudgedOffsets now) {
    List<TopicPartition> inputs = partitions(stage.sourceTopic());
    if (!ends.keySet().containsAll(inputs)) {
      return;
    }
    if (inputs.stream().allMatch(source -> now.settled(stage, source.partition()) >= end(source))) {
      settled.add(stage);
    }
    if (!settled.contains(stage) || !areOutputsRead(stage, read)) {
      return;
    }
    for (TopicPartition source : inputs) {
      if (now.firstUnjudged(stage, source.partition()) >= end(source)) {
        judged.add(new Hop(stage, source.partition()));
      }
    }
  }

  /**
   * Whether all was read that was in a stage's outputs once it was settled, by whoever wrote it.
   */
  private boolean areOutputsRead(AuditedStage stage, Map<TopicPartition, ReadProgress> read) {
    return Stream.of(stage.outputTopic(), stage.deadLetterTopic())
        .flatMap(topic -> partitions(topic).stream())
        .allMatch(
            output -> {
              Long end = ends.getOrDefault(output, resultEnds.get(output));
              return end != null && read.getOrDefault(output, ReadProgress.NONE).next() >= end;
            });
  }

  private boolean takeEndsOfSettled() {
    Set<String> inputs =
        pipeline.stages().stream().map(AuditedStage::sourceTopic).collect(Collectors.toSet());
    boolean taken = false;
    for (String topic : pipeline.topics().keySet()) {
      TopicRole role = pipeline.role(topic);
      if (!role.isOutput() || isTaken(topic) || !settled.containsAll(role.makers())) {
        continue;
      }
      if (inputs.contains(topic)) {
        takeEnds(topic);
      } else {
        resultEnds.putAll(ends(partitions(topic)));
      }
      taken = true;
    }
    return taken;
  }

  private boolean isTaken(String topic) {
    List<TopicPartition> all = partitions(topic);
    return ends.keySet().containsAll(all) || resultEnds.keySet().containsAll(all);
  }

  private void takeEnds(String topic) {
    ends.putAll(sources.cut().at(ends(partitions(topic))));
  }

  /**
   * Looks up where logs end. One that ends before what was read of it was cut, though nobody may
   * have noticed yet.
   */
  private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
    Map<TopicPartition, ReadProgress> read = sources.judgement().progress(pipeline);
    epochs.putAll(sources.offsets().epochs(partitions));
    Map<TopicPartition, Long> found = sources.offsets().ends(partitions);
    isVoid |=
        partitions.stream()
            .anyMatch(
                each ->
                    found.getOrDefault(each, 0L)
                        < read.getOrDefault(each, ReadProgress.NONE).next());
    return found;
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
    Map<TopicPartition, Integer> now = sources.offsets().epochs(epochs.keySet());
    isVoid |= !epochs.equals(now);
    boolean isOfTheLogsThatWereRead =
        !isVoid
            && pipeline.topics().keySet().stream()
                .flatMap(topic -> partitions(topic).stream())
                .allMatch(
                    partition ->
                        isOfTheLogThatWasRead(
                            partition, ids, read.getOrDefault(partition, ReadProgress.NONE)));
    if (isOfTheLogsThatWereRead) {
      Map<TopicPartition, Long> all = new HashMap<>(resultEnds);
      all.putAll(ends);
      log.completed(pipeline.name(), takenAt, all, newest(read));
    }
    return isOfTheLogsThatWereRead;
  }

  private boolean isOfTheLogThatWasRead(
      TopicPartition partition, Map<String, UUID> ids, ReadProgress progress) {
    UUID id = ids.get(partition.topic());
    EpochMark mark = progress.mark();
    Integer epoch = epochs.get(partition);
    return id != null
        && id.equals(progress.topicId())
        && progress.trouble() == null
        && (mark == null
            || epoch == null
            || epoch == mark.epoch()
            || sources.records().has(partition, mark));
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
