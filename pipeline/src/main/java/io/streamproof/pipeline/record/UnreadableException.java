package io.streamproof.pipeline.record;

/** A value that is not JSON within the codec's limits. The message says where and why. */
public final class UnreadableException extends RuntimeException {
  public UnreadableException(String message) {
    super(message);
  }
}
