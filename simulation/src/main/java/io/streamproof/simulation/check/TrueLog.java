package io.streamproof.simulation.check;

import io.streamproof.simulation.broker.LogEntry;
import io.streamproof.simulation.broker.LogEntry.Fate;
import io.streamproof.simulation.broker.SimulatedBroker;
import io.streamproof.simulation.broker.SimulatedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** What the logs of a partition were to hold at a time: what is lost later counts as there. */
final class TrueLog {
  private TrueLog() {}

  /** The committed records, of one log after the other where the topic was replaced. */
  static List<LogEntry> at(SimulatedBroker broker, TopicPartition partition, long asOf) {
    List<LogEntry> entries = new ArrayList<>();
    broker.everyLog(partition).forEach(log -> entries.addAll(at(log, asOf)));
    return entries;
  }

  /** Those of the first log: nobody reads on in another. */
  static List<LogEntry> first(SimulatedBroker broker, TopicPartition partition, long asOf) {
    return at(broker.everyLog(partition).get(0), asOf);
  }

  private static List<LogEntry> at(SimulatedLog log, long asOf) {
    NavigableMap<Long, LogEntry> entries = new TreeMap<>();
    log.history().stream()
        .filter(LogEntry::isCommitted)
        .filter(entry -> entry.fate() != Fate.LOST || entry.goneAt() >= asOf)
        .forEach(entry -> entries.putIfAbsent(entry.offset(), entry));
    return new ArrayList<>(entries.values());
  }

  /** The end of what was committed by a time. */
  static long end(List<LogEntry> entries, long asOf) {
    return entries.stream()
        .filter(entry -> entry.committedAt() < asOf)
        .mapToLong(entry -> entry.offset() + 1)
        .max()
        .orElse(0);
  }
}
