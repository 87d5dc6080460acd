package io.streamproof.simulation.check;

import io.streamproof.simulation.broker.LogEntry;
import io.streamproof.simulation.broker.LogEntry.Fate;
import io.streamproof.simulation.broker.SimulatedBroker;
import io.streamproof.simulation.broker.SimulatedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * What the logs of a partition were to hold at a time: what is lost later counts as there, if
 * anybody was promised that it would be.
 */
record TrueLog(SimulatedBroker broker, long asOf, Predicate<LogEntry> isPromised) {

  /** The committed records, of one log after the other where the topic was replaced. */
  List<LogEntry> at(TopicPartition partition) {
    List<LogEntry> entries = new ArrayList<>();
    broker.everyLog(partition).forEach(log -> entries.addAll(at(log)));
    return entries;
  }

  /** Those of the first log: nobody reads on in another. */
  List<LogEntry> first(TopicPartition partition) {
    return at(broker.everyLog(partition).get(0));
  }

  private List<LogEntry> at(SimulatedLog log) {
    NavigableMap<Long, LogEntry> entries = new TreeMap<>();
    log.history().stream()
        .filter(LogEntry::isCommitted)
        .filter(
            entry ->
                entry.fate() != Fate.LOST || (entry.goneAt() >= asOf && isPromised.test(entry)))
        .forEach(entry -> entries.putIfAbsent(entry.offset(), entry));
    return new ArrayList<>(entries.values());
  }

  /** The end of what was committed by a time. */
  long end(List<LogEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.committedAt() < asOf)
        .mapToLong(entry -> entry.offset() + 1)
        .max()
        .orElse(0);
  }
}
