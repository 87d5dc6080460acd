package io.streamproof.verification.proxy;

/** Which way bytes go through a proxy, seen from the client that has connected to it. */
public enum Direction {
  TO_SERVER,
  TO_CLIENT,
  BOTH;

  boolean includes(Direction way) {
    return this == BOTH || this == way;
  }
}
