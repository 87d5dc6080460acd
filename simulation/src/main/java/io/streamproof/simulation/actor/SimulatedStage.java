package io.streamproof.simulation.actor;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.Guarantee;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.simulation.broker.SimulatedBroker;
import io.streamproof.simulation.broker.SimulatedTransaction;
import io.streamproof.simulation.schedule.SeededRandom;
import io.streamproof.simulation.schedule.StepTrace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The instance that runs a stage: it processes records in a transaction, and commits its source
 * offsets and its state with it; at least once, it writes without one. Killed, it goes on from what
 * it has committed, once its last transaction has ended everywhere.
 */
public final class SimulatedStage {
  private static final int MOST_RECORDS = 12;

  private final AuditedStage stage;
  private final SimulatedBroker broker;
  private final StepTrace trace;
  private final int faultRate;
  private final List<SimulatedTask> tasks = new ArrayList<>();
  private final EmissionWriter writer;
  private @Nullable SimulatedTransaction transaction;
  private boolean isUp = true;
  private boolean hasUncommitted;

  /**
   * Starts a stage.
   *
   * @param faultRate of so many emissions one is wrong; 0: all are right
   */
  public SimulatedStage(
      AuditedStage stage, SimulatedBroker broker, StepTrace trace, int faultRate) {
    this.stage = stage;
    this.broker = broker;
    this.trace = trace;
    this.faultRate = faultRate;
    this.writer = new EmissionWriter(stage, trace, this::write);
    for (int partition = 0; partition < stage.sourcePartitions(); partition++) {
      tasks.add(
          new SimulatedTask(
              stage.stage(), broker, new TopicPartition(stage.sourceTopic(), partition)));
    }
  }

  public String name() {
    return stage.name();
  }

  /** Processes some records of a partition. */
  public void read(SeededRandom random, boolean isFaulty) {
    if (!isUp || isWaitingForMarkers() || !areLogsThere()) {
      return;
    }
    SimulatedTask task = random.pick(tasks);
    List<SourceRecord> records = task.next(random.between(1, MOST_RECORDS));
    for (SourceRecord record : records) {
      if (isFaulty && faultRate > 0 && random.oneIn(2 * faultRate) && stage.stage().stateful()) {
        trace.note("%s loses its state of partition %s", name(), record.partition());
        task.loseState();
      }
      for (OutputRecord output : task.process(record)) {
        writer.write(output, random, isFaulty ? faultRate : 0);
      }
      hasUncommitted = true;
    }
    writer.release();
    if (!records.isEmpty()) {
      trace.note(
          "%s processes %s records of %s from offset %s",
          name(), records.size(), task.source(), records.get(0).offset());
    }
  }

  /** A stage whose topics are not what they were stops, and waits for somebody to look. */
  private boolean areLogsThere() {
    return tasks.stream().allMatch(task -> task.isInItsLog(broker))
        && broker.topicIds(List.of(stage.outputTopic(), stage.deadLetterTopic())).size() == 2;
  }

  private SourceRecord write(SourceRecord record) {
    TopicPartition place = new TopicPartition(record.topic(), record.partition());
    if (!isExactlyOnce()) {
      return broker.append(
          place, record.timestamp(), record.key(), record.value(), record.headers());
    }
    SimulatedTransaction current = transaction;
    if (current == null) {
      current = broker.begin(stage.name());
      transaction = current;
    }
    return current.append(
        place, record.timestamp(), record.key(), record.value(), record.headers());
  }

  private boolean isExactlyOnce() {
    return stage.specification().guarantee() == Guarantee.EXACTLY_ONCE;
  }

  private boolean isWaitingForMarkers() {
    SimulatedTransaction current = transaction;
    if (current == null || !current.isDecided()) {
      return false;
    }
    if (broker.isUnderWay(current)) {
      return true;
    }
    transaction = null;
    return false;
  }

  /** Commits what it has processed. */
  public void commit(SeededRandom random) {
    if (!isUp || !hasUncommitted || isWaitingForMarkers() || !areLogsThere()) {
      return;
    }
    boolean isBehindMarkers = random.oneIn(2);
    Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
    for (SimulatedTask task : tasks) {
      offsets.put(task.source(), task.toCommit(isBehindMarkers));
      task.committed();
    }
    if (isExactlyOnce()) {
      SimulatedTransaction current = transaction;
      if (current == null) {
        current = broker.begin(stage.name());
        transaction = current;
      }
      current.commit(stage.group(), offsets);
      current.end(true);
    } else {
      broker.commit(stage.group(), offsets);
    }
    hasUncommitted = false;
    trace.note("%s commits %s", name(), offsets);
  }

  /** It is killed; its transaction, if one is open, stays open until it is back. */
  public void crash() {
    if (isUp) {
      isUp = false;
      trace.note("%s is killed", name());
    }
  }

  /** It starts again where it has committed. */
  public void start() {
    if (isUp) {
      return;
    }
    SimulatedTransaction current = transaction;
    if (current != null && !current.isDecided()) {
      current.end(false);
    }
    if (isWaitingForMarkers()) {
      return;
    }
    Map<TopicPartition, Long> committed = broker.committed(stage.group());
    tasks.forEach(task -> task.restore(committed.getOrDefault(task.source(), 0L)));
    hasUncommitted = false;
    isUp = true;
    trace.note("%s starts again from %s", name(), committed);
  }

  /** Whether it has processed and committed all there is, or never will. */
  public boolean isDone() {
    boolean hasRead = tasks.stream().allMatch(task -> task.next(1).isEmpty());
    return !areLogsThere() || (isUp && hasRead && !hasUncommitted && !isWaitingForMarkers());
  }
}
