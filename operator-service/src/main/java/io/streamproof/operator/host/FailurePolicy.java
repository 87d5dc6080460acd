package io.streamproof.operator.host;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a stream thread's failure. One that a fresh thread may not meet again
 * (brokers away, a transaction fenced) replaces the thread, up to ten times in ten minutes. All
 * else ends the client. Neither drops a record: what was not committed is processed again. A
 * position that is lost and a batch that cannot be decoded are explained: they are met again at
 * each start.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(FailurePolicy.class);
  private static final int MOST_REPLACEMENTS = 10;
  private static final Duration SPAN = Duration.ofMinutes(10);
  private static final List<Class<? extends Throwable>> PASSING =
      List.of(
          RetriableException.class,
          CommitFailedException.class,
          InvalidPidMappingException.class,
          InvalidProducerEpochException.class,
          OutOfOrderSequenceException.class,
          ProducerFencedException.class,
          TransactionAbortedException.class,
          LockException.class,
          TaskCorruptedException.class,
          TaskMigratedException.class);

  private final OffsetAdvice advice;
  private final InstantSource clock;
  private final Consumer<UnusableException> explanation;
  private final Deque<Instant> replacements = new ArrayDeque<>();

  /**
   * The policy of a stage.
   *
   * @param explanation is told why the stage cannot go on, before its client ends
   */
  FailurePolicy(OffsetAdvice advice, InstantSource clock, Consumer<UnusableException> explanation) {
    this.advice = advice;
    this.clock = clock;
    this.explanation = explanation;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    Optional<UnusableException> explained = explain(failure);
    if (explained.isPresent()) {
      explanation.accept(explained.get());
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    if (passing(failure) && replaceable()) {
      log.warn("A stream thread of {} failed; another takes its place.", advice.group(), failure);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    log.error("A stream thread of {} failed, for good.", advice.group(), failure);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private Optional<UnusableException> explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidOffsetException lost) {
        return Optional.of(advice.lostPosition(lost));
      }
    }
    return UndecodableBatch.in(failure).map(advice::undecodable);
  }

  private synchronized boolean replaceable() {
    Instant now = clock.instant();
    while (!replacements.isEmpty() && replacements.getFirst().isBefore(now.minus(SPAN))) {
      replacements.removeFirst();
    }
    if (replacements.size() == MOST_REPLACEMENTS) {
      return false;
    }
    replacements.addLast(now);
    return true;
  }

  private static boolean passing(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FencedInstanceIdException) {
        return false;
      }
      Throwable met = cause;
      if (PASSING.stream().anyMatch(kind -> kind.isInstance(met))) {
        return true;
      }
    }
    return false;
  }
}
