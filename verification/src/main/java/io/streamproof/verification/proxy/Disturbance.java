package io.streamproof.verification.proxy;

import java.time.Duration;

/** What is wrong with the connections through a proxy, until it is healed. */
public sealed interface Disturbance {

  /** All connections are reset, and new ones are refused. */
  record Dropped() implements Disturbance {}

  /**
   * Nothing gets through in a direction, while connections stay open and are accepted: as on a
   * network that loses every packet. What was sent arrives once it is healed, unless either end has
   * given up by then.
   */
  record Cut(Direction direction) implements Disturbance {}

  /** What is sent arrives so much later in each direction, at most 64 KiB being on the way. */
  record Delayed(Duration delay) implements Disturbance {
    public Delayed {
      if (delay.isNegative() || delay.isZero()) {
        throw new IllegalArgumentException("a delay must be positive, not " + delay);
      }
    }
  }

  /** Each connection carries at most so many bytes a second in each direction. */
  record Throttled(long bytesPerSecond) implements Disturbance {
    public Throttled {
      if (bytesPerSecond < 1) {
        throw new IllegalArgumentException("a throttle must let through at least 1 byte/s");
      }
    }
  }
}
