package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.reconciliation.Judgement.Ahead;
import io.streamproof.audit.reconciliation.Judgement.ReadProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Settles and judges one pipeline, a step at a time. A barrier is set for each stage; when the
 * audit has read as far as it requires, the stage is settled up to it, and what is settled is
 * judged. Beside that, one frontier after the other is followed until all before it is judged.
 * Nothing here depends on elapsed time, and any number of instances may do it at once.
 */
public final class Reconciliation {
  /** Each frontier cuts blocks, so that there are not to be too many of them. */
  private static final Duration BETWEEN_FRONTIERS = Duration.ofMillis(500);

  private final AuditedPipeline pipeline;
  private final Judgement judgement;
  private final OffsetReader offsets;
  private final Frontiers frontiers;
  private final InstantSource clock;
  private final Map<Short, SettlementBarrier> pending = new HashMap<>();
  private @Nullable Frontier frontier;
  private Instant nextFrontier = Instant.MIN;

  /**
   * Makes a reconciliation.
   *
   * @param clock by which frontiers are not taken all the time
   */
  public Reconciliation(
      AuditedPipeline pipeline,
      Judgement judgement,
      OffsetReader offsets,
      Frontiers frontiers,
      InstantSource clock) {
    this.pipeline = pipeline;
    this.judgement = judgement;
    this.offsets = offsets;
    this.frontiers = frontiers;
    this.clock = clock;
  }

  /** Does what can be done now. */
  public void step() {
    reconcile();
    if (frontier == null && !clock.instant().isBefore(nextFrontier)) {
      nextFrontier = clock.instant().plus(BETWEEN_FRONTIERS);
      frontier = frontiers.follow(pipeline);
    }
    if (frontier != null && (frontier.advance() || frontier.isVoid())) {
      frontier = null;
    }
  }

  private void reconcile() {
    Map<TopicPartition, ReadProgress> read = judgement.progress(pipeline);
    for (AuditedStage stage : pipeline.stages()) {
      settle(stage, read);
    }
    judgement.judge(pipeline);
    suspectNowhere();
    judgement.judgeSource(pipeline);
  }

  private void settle(AuditedStage stage, Map<TopicPartition, ReadProgress> read) {
    SettlementBarrier barrier = pending.get(stage.id());
    if (barrier == null && !isSettled(stage, read)) {
      Map<TopicPartition, Long> committed = offsets.committed(stage.group());
      barrier = SettlementBarrier.of(stage, read, committed, offsets.ends(outputs(stage)));
      if (!barrier.isOfWholeLogs(read)) {
        return;
      }
      pending.put(stage.id(), barrier);
    }
    if (barrier != null && barrier.isReached(read)) {
      pending.remove(stage.id());
      if (isOfTheLogsThatWereRead(stage, read)) {
        judgement.settle(stage, barrier.settled());
      }
    }
  }

  /**
   * A topic that was created again may end before what was read of the one before it. Its id is
   * looked up after its end.
   */
  private boolean isOfTheLogsThatWereRead(
      AuditedStage stage, Map<TopicPartition, ReadProgress> read) {
    Map<String, UUID> ids = offsets.topicIds(Set.of(stage.outputTopic(), stage.deadLetterTopic()));
    return outputs(stage).stream()
        .allMatch(
            output -> {
              ReadProgress progress = read.getOrDefault(output, ReadProgress.NONE);
              UUID id = ids.get(output.topic());
              return id != null
                  && (progress.topicId() == null || id.equals(progress.topicId()))
                  && progress.trouble() == null;
            });
  }

  /** Whether all that was read of the stage's source is settled already. */
  private boolean isSettled(AuditedStage stage, Map<TopicPartition, ReadProgress> read) {
    Map<Integer, Long> settled = judgement.settled(stage);
    for (int partition = 0; partition < stage.sourcePartitions(); partition++) {
      ReadProgress source = read.get(new TopicPartition(stage.sourceTopic(), partition));
      Long through = settled.get(partition);
      if (source == null || through == null || through < source.next()) {
        return false;
      }
    }
    return true;
  }

  /**
   * An origin behind the end of its source points nowhere. The source's end is taken after the
   * record that bears the origin was read, so one that is merely ahead of the audit is below it. A
   * block that is being filled waits until all of its source is settled.
   */
  private void suspectNowhere() {
    List<Ahead> ahead = judgement.ahead(pipeline);
    if (ahead.isEmpty()) {
      return;
    }
    Map<Short, AuditedStage> stages = new HashMap<>();
    pipeline.stages().forEach(stage -> stages.put(stage.id(), stage));
    List<TopicPartition> sources =
        ahead.stream().map(block -> source(stages, block)).distinct().toList();
    Map<TopicPartition, Long> ends = offsets.ends(sources);
    for (Ahead block : ahead) {
      Long end = ends.get(source(stages, block));
      if (end != null && block.isNowhere(end)) {
        judgement.suspect(block);
      }
    }
  }

  private static TopicPartition source(Map<Short, AuditedStage> stages, Ahead block) {
    AuditedStage stage = stages.get(block.stageId());
    if (stage == null) {
      throw new IllegalStateException("no stage " + block.stageId() + " in this pipeline");
    }
    return new TopicPartition(stage.sourceTopic(), block.partition());
  }

  private List<TopicPartition> outputs(AuditedStage stage) {
    List<TopicPartition> outputs = new ArrayList<>();
    for (String topic : List.of(stage.outputTopic(), stage.deadLetterTopic())) {
      int partitions = pipeline.specification().partitionsOf(topic);
      for (int partition = 0; partition < partitions; partition++) {
        outputs.add(new TopicPartition(topic, partition));
      }
    }
    return outputs;
  }
}
