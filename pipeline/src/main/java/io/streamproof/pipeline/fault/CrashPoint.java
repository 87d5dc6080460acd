package io.streamproof.pipeline.fault;

/** Where in its work a host is halted. */
public enum CrashPoint {
  /** The record is processed, its outputs are not sent. */
  BEFORE_SEND,
  /** Its outputs are acknowledged by the brokers, and are not committed. */
  BEFORE_COMMIT,
  /** The commit that covers it has just been made. */
  AFTER_COMMIT
}
