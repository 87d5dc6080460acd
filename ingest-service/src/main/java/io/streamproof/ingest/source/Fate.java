package io.streamproof.ingest.source;

import io.streamproof.ingest.event.Rejection;

/** What became of one event of a request. */
public sealed interface Fate {

  /** It stands in the source topic at an offset, and is claimed. */
  record Accepted(NewRecord record, long offset) implements Fate {}

  /** It certainly does not stand in the source topic. */
  record Rejected(Rejection rejection) implements Fate {}

  /** It may or may not stand in the source topic. */
  record Uncertain(String why) implements Fate {}
}
