package io.streamproof.audit.runtime;

import io.streamproof.audit.log.RecordFeed;
import io.streamproof.audit.observation.ObservationSession;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The threads of this instance that read topics into the ledger. */
final class Observers {
  private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(20);

  private final List<ObserverThread> threads;

  Observers(
      int count, Supplier<RecordFeed> feeds, Function<RecordFeed, ObservationSession> sessions) {
    this.threads =
        IntStream.range(0, count)
            .mapToObj(number -> new ObserverThread("observer-" + number, feeds, sessions))
            .toList();
  }

  /** Starts them; {@code broken} handles one that dies of an error. */
  void start(Thread.UncaughtExceptionHandler broken) {
    threads.forEach(thread -> thread.setUncaughtExceptionHandler(broken));
    threads.forEach(Thread::start);
  }

  /** Lets every thread write what it has read, and end. */
  void shutDown() {
    threads.forEach(ObserverThread::shutDown);
    long end = System.nanoTime() + LONGEST_SHUTDOWN.toNanos();
    for (ObserverThread thread : threads) {
      try {
        thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
