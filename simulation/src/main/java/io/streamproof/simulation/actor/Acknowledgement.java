package io.streamproof.simulation.actor;

import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.simulation.broker.LogEntry;
import org.jspecify.annotations.Nullable;

/** What a client was told, and when that was claimed. */
public final class Acknowledgement {
  private final SourceRecord record;
  private final @Nullable LogEntry entry;
  private final long atMicros;
  private long claimedAt = Long.MAX_VALUE;

  /**
   * Notes what a client was told.
   *
   * @param record as its client sent it, in the place that ingest believes it to be in
   * @param entry what the log holds there; null: nothing
   */
  Acknowledgement(SourceRecord record, @Nullable LogEntry entry, long atMicros) {
    this.record = record;
    this.entry = entry;
    this.atMicros = atMicros;
  }

  public SourceRecord record() {
    return record;
  }

  public @Nullable LogEntry entry() {
    return entry;
  }

  public long atMicros() {
    return atMicros;
  }

  void claim(long micros) {
    claimedAt = Math.min(claimedAt, micros);
  }

  /**
   * When its claim was in the topic, in microseconds; {@link Long#MAX_VALUE}: it is not, and what
   * only a client knows nobody can check.
   */
  public long claimedAt() {
    return claimedAt;
  }
}
