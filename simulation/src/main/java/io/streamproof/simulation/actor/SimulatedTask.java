package io.streamproof.simulation.actor;

import io.streamproof.pipeline.operator.MemoryState;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.simulation.broker.LogEntry;
import io.streamproof.simulation.broker.SimulatedBroker;
import io.streamproof.simulation.broker.SimulatedLog;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A stage on one source partition: where it is, and its state there, now and as committed. */
final class SimulatedTask {
  private final Stage stage;
  private final TopicPartition source;
  private final SimulatedLog log;
  private final MemoryState state = new MemoryState();
  private byte[] committedState = state.snapshot();
  private long position;
  private @Nullable LogEntry last;
  private @Nullable LogEntry committedLast;

  SimulatedTask(Stage stage, SimulatedBroker broker, TopicPartition source) {
    this.stage = stage;
    this.source = source;
    this.log = broker.log(source);
  }

  TopicPartition source() {
    return source;
  }

  /** Whether the log is still the one that it has read: a stage does not go on in another. */
  boolean isInItsLog(SimulatedBroker broker) {
    return broker.logs(source.topic()).contains(log)
        && position >= log.beginning()
        && position <= log.end()
        && (last == null || last.fate() != LogEntry.Fate.LOST);
  }

  /** The next records to be processed. */
  List<SourceRecord> next(int most) {
    return log.committed(position).stream().limit(most).map(LogEntry::record).toList();
  }

  List<OutputRecord> process(SourceRecord record) {
    last = log.committed(record.offset()).get(0);
    position = record.offset() + 1;
    return stage.process(record, state);
  }

  /** The offset to be committed: behind the last record, or behind the markers after it too. */
  long toCommit(boolean isBehindMarkers) {
    boolean isAtTheEnd = log.committed(position).isEmpty();
    return isBehindMarkers && isAtTheEnd ? Math.max(position, log.stableEnd()) : position;
  }

  /** Its state is stored with what it commits. */
  void committed() {
    committedLast = last;
    if (stage.stateful()) {
      committedState = state.snapshot();
    }
  }

  /** Begins again where it has committed. */
  void restore(long offset) {
    position = offset;
    last = committedLast;
    state.restore(committedState);
  }

  /** Forgets what it should remember. */
  void loseState() {
    state.clear();
  }
}
