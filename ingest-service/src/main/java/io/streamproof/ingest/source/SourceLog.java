package io.streamproof.ingest.source;

/** The source topics, where records are appended. */
public interface SourceLog {
  /**
   * Appends a record; the delivery is told the outcome. May block for a bounded time while the send
   * buffer is full.
   */
  void append(NewRecord record, Delivery delivery);
}
