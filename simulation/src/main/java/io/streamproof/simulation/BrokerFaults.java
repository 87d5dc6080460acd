package io.streamproof.simulation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.simulation.broker.LogEntry;
import io.streamproof.simulation.broker.SimulatedBroker;
import io.streamproof.simulation.broker.SimulatedLog;
import io.streamproof.simulation.broker.SimulatedTransaction;
import io.streamproof.simulation.check.RunFacts;
import io.streamproof.simulation.schedule.SeededRandom;
import io.streamproof.simulation.schedule.StepTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What happens to logs without anybody who uses them having a hand in it. */
final class BrokerFaults {
  private static final int MOST_LOST = 20;

  private final AuditedPipeline pipeline;
  private final SimulatedBroker broker;
  private final RunFacts facts;
  private final StepTrace trace;
  private final ToLongFunction<TopicPartition> lastRead;
  private final List<SimulatedTransaction> open = new ArrayList<>();

  /**
   * Makes them.
   *
   * @param lastRead the offset of the last record of a partition that is in the ledger; -1: none
   */
  BrokerFaults(
      AuditedPipeline pipeline,
      SimulatedBroker broker,
      RunFacts facts,
      StepTrace trace,
      ToLongFunction<TopicPartition> lastRead) {
    this.pipeline = pipeline;
    this.broker = broker;
    this.facts = facts;
    this.trace = trace;
    this.lastRead = lastRead;
  }

  private SimulatedLog log(SeededRandom random) {
    return random.pick(broker.logs(random.pick(List.copyOf(pipeline.topics().keySet()))));
  }

  private void lose(TopicPartition partition, long from) {
    if (lastRead.applyAsLong(partition) >= from) {
      facts.lostAfterReading(partition);
    }
  }

  /** Offsets that a foreign transaction took, which was aborted; blocks are filled by it. */
  void skip(SeededRandom random) {
    SimulatedLog log =
        random.oneIn(3)
            ? log(random)
            : random.pick(broker.logs(pipeline.specification().sourceTopic()));
    int offsets = random.between(1, Block.SIZE + Block.SIZE / 2);
    log.skip(offsets);
    trace.note("an aborted transaction takes %s offsets of %s", offsets, log.partition());
  }

  void elect(SeededRandom random) {
    SimulatedLog log = log(random);
    log.elect();
    trace.note("another leader takes over %s", log.partition());
  }

  /** A foreign transaction begins, and holds readers of committed records back. */
  void leaveOpen(SeededRandom random) {
    SimulatedLog log = log(random);
    SimulatedTransaction transaction = broker.begin("a stranger");
    transaction.append(log.partition(), 0, null, null, new RecordHeaders());
    open.add(transaction);
    trace.note("a stranger begins a transaction in %s", log.partition());
  }

  void endOpen(SeededRandom random) {
    if (!open.isEmpty()) {
      open.remove(random.below(open.size())).end(false);
      trace.note("a stranger's transaction is aborted");
    }
  }

  void endAll() {
    open.forEach(transaction -> transaction.end(false));
    open.clear();
  }

  void expire(SeededRandom random) {
    SimulatedLog log = log(random);
    long end = log.stableEnd();
    if (end > log.beginning()) {
      long before = log.beginning() + 1 + random.below((int) (end - log.beginning()));
      log.expire(before);
      facts.cloud("retention has taken records of " + log.partition());
      trace.note("retention takes all of %s before offset %s", log.partition(), before);
    }
  }

  /** Of records with the same key, the last is left. */
  void compact(SeededRandom random) {
    SimulatedLog log = log(random);
    List<LogEntry> entries = log.committed(log.beginning());
    Set<Object> later = new HashSet<>();
    Set<LogEntry> removed = new HashSet<>();
    for (int i = entries.size() - 1; i >= 0; i--) {
      byte[] key = entries.get(i).record().key();
      if (!later.add(key == null ? i : Arrays.hashCode(key))) {
        removed.add(entries.get(i));
      }
    }
    log.compact(removed::contains);
    facts.compacted();
    facts.cloud("compaction has taken records of " + log.partition());
    facts.changed(log.partition().topic());
    trace.note("compaction takes %s records of %s", removed.size(), log.partition());
  }

  /** A leader takes over that lacks the end of the log. */
  void truncate(SeededRandom random) {
    SimulatedLog log = log(random);
    if (log.end() > log.beginning()) {
      int most = (int) Math.min(MOST_LOST, log.end() - log.beginning());
      int lost = random.between(1, most);
      log.truncate(log.end() - lost);
      facts.cloud(log.partition() + " was truncated");
      facts.changed(log.partition().topic());
      lose(log.partition(), log.end());
      trace.note("%s is truncated to offset %s", log.partition(), log.end());
    }
  }

  void replace(SeededRandom random) {
    String topic = log(random).partition().topic();
    int partitions = broker.logs(topic).size();
    broker.logs(topic).forEach(log -> lose(log.partition(), 0));
    broker.delete(topic);
    broker.create(topic, partitions);
    facts.cloud(topic + " was replaced");
    facts.changed(topic);
    trace.note("%s is deleted and created again", topic);
  }
}
