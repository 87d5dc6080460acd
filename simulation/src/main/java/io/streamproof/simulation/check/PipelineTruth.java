package io.streamproof.simulation.check;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.simulation.actor.Acknowledgement;
import io.streamproof.simulation.broker.LogEntry;
import io.streamproof.simulation.broker.LogEntry.Fate;
import io.streamproof.simulation.broker.SimulatedBroker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is wrong with what had to be right by a time: with each event that was
 * acknowledged before, and with all that follows from it, down the graph of the stages.
 */
final class PipelineTruth {
  private final AuditedPipeline pipeline;
  private final RunFacts facts;
  private final long asOf;
  private final TrueLog log;
  private final Map<TopicPartition, List<LogEntry>> logs = new HashMap<>();
  private final Map<TopicPartition, Long> covered = new HashMap<>();
  private final List<TrueAnomaly> anomalies = new ArrayList<>();
  private final List<TopicPartition> unseen = new ArrayList<>();

  /**
   * Works out the truth.
   *
   * @param asOf in microseconds; {@link Long#MAX_VALUE}: of all there is
   */
  PipelineTruth(AuditedPipeline pipeline, SimulatedBroker broker, RunFacts facts, long asOf) {
    this.pipeline = pipeline;
    this.facts = facts;
    this.asOf = asOf;
    this.log = new TrueLog(broker, asOf, this::isPromised);
    source();
    Set<AuditedStage> left = new LinkedHashSet<>(pipeline.stages());
    while (!left.isEmpty()) {
      AuditedStage next =
          left.stream().filter(stage -> isReady(stage, left)).findFirst().orElseThrow();
      left.remove(next);
      stage(next);
    }
    strangers();
  }

  List<TrueAnomaly> anomalies() {
    return anomalies;
  }

  /** Partitions of which retention has taken what was covered before anybody read it. */
  List<TopicPartition> unseen() {
    return unseen;
  }

  private boolean isReady(AuditedStage stage, Set<AuditedStage> left) {
    return pipeline.role(stage.sourceTopic()).makers().stream().noneMatch(left::contains);
  }

  private List<LogEntry> log(TopicPartition partition) {
    return logs.computeIfAbsent(partition, each -> log.at(each));
  }

  private void source() {
    for (Acknowledgement acknowledgement : facts.acknowledged()) {
      // What is not claimed only its client knows; what is claimed later, nobody can know yet.
      if (acknowledgement.claimedAt() < asOf) {
        acknowledged(acknowledgement);
      }
    }
    for (TopicPartition partition : partitions(pipeline.specification().sourceTopic())) {
      cover(partition, log.end(log.first(partition)));
    }
  }

  private void cover(TopicPartition partition, long end) {
    long before = covered.getOrDefault(partition, 0L);
    covered.put(partition, Math.max(before, end));
  }

  private void acknowledged(Acknowledgement acknowledgement) {
    @Nullable LogEntry entry = acknowledgement.entry();
    long offset = acknowledgement.record().offset();
    if (entry == null) {
      atSource(FindingKind.LOST_AT_SOURCE, acknowledgement, offset, acknowledgement.atMicros());
    } else if (entry.fate() == Fate.LOST && entry.goneAt() < asOf) {
      atSource(FindingKind.LOST_AT_SOURCE, acknowledgement, offset, entry.goneAt());
    } else if (!ContentHash.source(entry.record())
        .equals(ContentHash.source(acknowledgement.record()))) {
      atSource(
          FindingKind.CORRUPTED,
          acknowledgement,
          Block.number(offset) * Block.SIZE,
          acknowledgement.atMicros());
    }
  }

  private void atSource(
      FindingKind kind, Acknowledgement acknowledgement, long offset, long since) {
    int partition = acknowledgement.record().partition();
    anomalies.add(
        new TrueAnomaly(
            kind,
            PipelineSpecification.SOURCE,
            new RecordPlace(acknowledgement.record().topic(), partition, offset).toString(),
            partition,
            offset,
            null,
            acknowledgement.record().timestamp(),
            since,
            facts.isChanged(pipeline.specification().claimsTopic())));
  }

  private void stage(AuditedStage stage) {
    for (TopicPartition source : partitions(stage.sourceTopic())) {
      List<LogEntry> all = log.first(source);
      long end = isOfAll() ? log.end(all) : covered.getOrDefault(source, 0L);
      List<LogEntry> inputs = all.stream().filter(entry -> entry.offset() < end).toList();
      if (inputs.stream().anyMatch(this::isUnseen)) {
        unseen.add(source);
      }
      Map<TopicPartition, List<LogEntry>> outputs = new LinkedHashMap<>();
      for (TopicPartition output : outputs(stage)) {
        outputs.put(
            output,
            log(output).stream()
                .filter(entry -> StageTruth.isOf(stage, source.partition(), entry))
                .toList());
      }
      StageTruth truth = new StageTruth(stage, inputs, outputs, entry -> counts(stage, entry, end));
      anomalies.addAll(truth.anomalies());
      outputs.forEach(
          (output, entries) -> {
            long to =
                entries.stream()
                    .filter(truth::isOriginal)
                    .mapToLong(entry -> entry.offset() + 1)
                    .max()
                    .orElse(0);
            cover(output, to);
            if (entries.stream().anyMatch(entry -> entry.offset() < to && isUnseen(entry))) {
              unseen.add(output);
            }
          });
    }
  }

  /** Of the source topic, what was acknowledged; of others, everything. */
  private boolean isPromised(LogEntry entry) {
    return !entry.record().topic().equals(pipeline.specification().sourceTopic())
        || facts.acknowledged().stream()
            .anyMatch(each -> each.entry() == entry && each.claimedAt() < asOf);
  }

  private boolean isOfAll() {
    return asOf == Long.MAX_VALUE;
  }

  private boolean isUnseen(LogEntry entry) {
    return entry.fate() == Fate.EXPIRED && !entry.isDelivered();
  }

  /**
   * A stage's own record counts if what it claims to follow from is covered; a forged one, or one
   * that points nowhere, if it was there by then. What followed from records that were lost since
   * points to others now.
   */
  private boolean counts(AuditedStage stage, LogEntry entry, long end) {
    @Nullable Origin origin = entry.origin();
    boolean isForged = facts.isForged(entry);
    boolean isOfCovered = origin != null && origin.offset() < end && !isForged;
    boolean mayPointElsewhere = !isForged && facts.isChanged(stage.sourceTopic());
    return isOfCovered || (entry.committedAt() < asOf && !mayPointElsewhere);
  }

  /** Records that no stage has made of anything. */
  private void strangers() {
    for (String topic : pipeline.topics().keySet()) {
      TopicRole role = pipeline.role(topic);
      if (!role.isOutput()) {
        continue;
      }
      for (TopicPartition partition : partitions(topic)) {
        log(partition).stream()
            .filter(entry -> role.credibleMaker(entry.origin()).isEmpty())
            .filter(entry -> entry.committedAt() < asOf)
            .forEach(entry -> stranger(role, entry));
      }
    }
  }

  private void stranger(TopicRole role, LogEntry entry) {
    @Nullable Origin origin = entry.origin();
    AuditedStage blamed =
        origin == null ? role.firstMaker() : role.maker(origin.stage()).orElseGet(role::firstMaker);
    anomalies.add(
        new TrueAnomaly(
            FindingKind.PHANTOM,
            blamed.name(),
            RecordPlace.of(entry.record()).toString(),
            -1,
            -1,
            null,
            entry.record().timestamp(),
            entry.committedAt(),
            false));
  }

  private List<TopicPartition> outputs(AuditedStage stage) {
    List<TopicPartition> outputs = new ArrayList<>(partitions(stage.outputTopic()));
    outputs.addAll(partitions(stage.deadLetterTopic()));
    return outputs;
  }

  private List<TopicPartition> partitions(String topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int i = 0; i < pipeline.specification().partitionsOf(topic); i++) {
      partitions.add(new TopicPartition(topic, i));
    }
    return partitions;
  }
}
