package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.catalogue.TopicRole;
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
  private final AuditedPipeline pipeline;
  private final Sources sources;
  private final FrontierLog log;
  private final Instant takenAt;
  private final LogEnds logs;
  private final ClaimFrontier claims;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<TopicPartition, Long> resultEnds = new HashMap<>();
  private final Set<AuditedStage> settled = new HashSet<>();
  private final Set<Hop> judged = new HashSet<>();

  private record Hop(AuditedStage stage, int partition) {}

  /** Cuts the ledger's blocks at ends of logs; gives the ends at which they are cut. */
  @FunctionalInterface
  interface Cut {
    Map<TopicPartition, Long> at(Map<TopicPartition, Long> ends);
  }

  /** From where it learns what it needs. */
  record Sources(Judgement judgement, OffsetReader offsets, RecordReader records, Cut cut) {}

  /**
   * Begins a frontier by looking up where the claims and the source topic end now, in this order:
   * what is claimed by then was written before the ends of the source, unless it was lost.
   *
   * @param log given the frontier once it is complete
   * @param takenAt the time before this call
   */
  Frontier(AuditedPipeline pipeline, Sources sources, FrontierLog log, Instant takenAt) {
    this.pipeline = pipeline;
    this.sources = sources;
    this.log = log;
    this.takenAt = takenAt;
    this.logs = new LogEnds(pipeline, sources.judgement(), sources.offsets(), sources.records());
    this.claims =
        new ClaimFrontier(
            pipeline,
            sources.judgement(),
            sources.records(),
            logs.of(pipeline.specification().claimsTopic()));
    this.ends.putAll(sources.cut().at(logs.of(pipeline.specification().sourceTopic())));
  }

  /** When it was begun: whatever was acknowledged before is covered. */
  public Instant takenAt() {
    return takenAt;
  }

  /** Whether it can never be complete, since a log of it is not what it was when it began. */
  public boolean isVoid() {
    return logs.isVoid();
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
    return !isVoid() && isJudged() && claims.advance(read, this::end) && complete();
  }

  private void advance(
      AuditedStage stage, Map<TopicPartition, ReadProgress> read, JudgedOffsets now) {
    List<TopicPartition> inputs = logs.partitions(stage.sourceTopic());
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
        .flatMap(topic -> logs.partitions(topic).stream())
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
        ends.putAll(sources.cut().at(logs.of(topic)));
      } else {
        resultEnds.putAll(logs.of(topic));
      }
      taken = true;
    }
    return taken;
  }

  private boolean isTaken(String topic) {
    List<TopicPartition> all = logs.partitions(topic);
    return ends.keySet().containsAll(all) || resultEnds.keySet().containsAll(all);
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
    if (!logs.areOfLogs(read)) {
      return false;
    }
    Map<TopicPartition, Long> all = new HashMap<>(resultEnds);
    all.putAll(ends);
    log.completed(pipeline.name(), takenAt, all, newest(read));
    return true;
  }

  private @Nullable Instant newest(Map<TopicPartition, ReadProgress> read) {
    return logs.partitions(pipeline.specification().sourceTopic()).stream()
        .map(source -> read.getOrDefault(source, ReadProgress.NONE).lastTime())
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private long end(TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }
}
