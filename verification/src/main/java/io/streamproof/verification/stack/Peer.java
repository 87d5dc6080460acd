package io.streamproof.verification.stack;

/** What a service has connections to. */
public enum Peer {
  BROKER,
  DATABASE
}
