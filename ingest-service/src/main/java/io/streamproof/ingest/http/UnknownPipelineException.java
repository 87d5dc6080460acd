package io.streamproof.ingest.http;

/** A pipeline that is not served here. */
final class UnknownPipelineException extends Exception {
  private static final long serialVersionUID = 1L;

  UnknownPipelineException() {
    super("there is no such pipeline here", null, false, false);
  }
}
