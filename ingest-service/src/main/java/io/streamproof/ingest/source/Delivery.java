package io.streamproof.ingest.source;

import io.streamproof.ingest.event.Rejection;

/** Takes what became of a record. Exactly one of the methods is called, once, on any thread. */
public interface Delivery {
  /**
   * It stands in the topic.
   *
   * @param timestamp that it has there, epoch milliseconds
   */
  void acknowledged(long offset, long timestamp);

  /** It certainly does not stand in the topic. */
  void refused(Rejection why);

  /** It may or may not stand in the topic. */
  void uncertain(String why);
}
