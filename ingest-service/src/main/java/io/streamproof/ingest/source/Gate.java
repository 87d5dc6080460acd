package io.streamproof.ingest.source;

import io.streamproof.ingest.event.RejectedException;
import io.streamproof.ingest.event.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pipeline takes events. It is shut until its topics are known to be there, shut again
 * while the brokers cannot be reached, and once stopped it never opens.
 */
public final class Gate {
  private static final String STOPPING = "the service is shutting down";

  private volatile @Nullable String shut = "the service is starting";

  public synchronized void open() {
    if (!isStopping()) {
      shut = null;
    }
  }

  /** Shuts it, for a reason that clients are told. */
  public synchronized void shut(String why) {
    if (!isStopping()) {
      shut = why;
    }
  }

  public synchronized void stop() {
    shut = STOPPING;
  }

  /** Why it is shut; null if it is open. */
  public @Nullable String reason() {
    return shut;
  }

  public boolean isStopping() {
    return STOPPING.equals(shut);
  }

  void pass() throws RejectedException {
    String why = shut;
    if (why != null) {
      throw new RejectedException(Rejection.unavailable(why));
    }
  }
}
