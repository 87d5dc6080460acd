package io.streamproof.operator.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.pipeline.trace.Failure;
import io.streamproof.pipeline.trace.MessageSpan;
import io.streamproof.pipeline.trace.StageSpans;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of dead letters in the log, with the trace that each belongs to, recorded or not. Of a
 * flood it tells one a second, and how many it left out: they all stand in their topic.
 */
public final class DeadLetterLog {
  private static final Logger log = LoggerFactory.getLogger(DeadLetterLog.class);
  private static final long APART_NANOS = Duration.ofSeconds(1).toNanos();

  private final StageSpans spans;
  private final LongSupplier nanoTime;
  private final AtomicLong next;
  private final AtomicLong untold = new AtomicLong();

  /**
   * A log of a stage's dead letters.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  public DeadLetterLog(Stage stage, LongSupplier nanoTime) {
    this.spans = new StageSpans(stage.pipeline(), stage.specification());
    this.nanoTime = nanoTime;
    this.next = new AtomicLong(nanoTime.getAsLong());
  }

  /** Takes a dead letter. */
  @SuppressWarnings("try") // the scope does its work by being open
  public void add(OutputRecord letter) {
    long now = nanoTime.getAsLong();
    long due = next.get();
    if (now - due < 0 || !next.compareAndSet(due, now + APART_NANOS)) {
      untold.incrementAndGet();
      return;
    }
    Failure failure = Objects.requireNonNull(Failure.of(letter));
    MessageSpan processing = spans.process(letter.cause(), failure);
    try (Scope unused = Span.wrap(processing.context()).makeCurrent()) {
      tell(letter, failure);
    }
  }

  private void tell(OutputRecord letter, Failure failure) {
    SourceRecord cause = letter.cause();
    log.warn(
        "{}-{}@{} became a dead letter: {}: {} ({} others were not told of)",
        cause.topic(),
        cause.partition(),
        cause.offset(),
        failure.type(),
        failure.message(),
        untold.getAndSet(0));
  }
}
