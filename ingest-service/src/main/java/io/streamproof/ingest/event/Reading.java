package io.streamproof.ingest.event;

import org.jspecify.annotations.Nullable;

/** What came of reading one event of a request. */
public sealed interface Reading {

  /** An event that keeps the rules. */
  record Valid(CloudEvent event) implements Reading {}

  /** One that does not; with its id, if it could be read. */
  record Invalid(@Nullable String id, Rejection rejection) implements Reading {
    public Invalid {
      id = id == null ? null : Texts.encodable(id);
    }
  }
}
