package io.streamproof.ingest.source;

import io.streamproof.ingest.event.Rejection;

/** Takes what became of a record. Exactly one of the methods is called, once, on any thread. */
public interface Delivery {
  /** It stands in the topic. */
  void acknowledged(long offset);

  /** It certainly does not stand in the topic. */
  void refused(Rejection why);

  /** It may or may not stand in the topic. */
  void uncertain(String why);
}
