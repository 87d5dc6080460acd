package io.streamproof.audit.report;

import io.streamproof.audit.reconciliation.FrontierLog.FrontierState;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients wait until a pipeline is proven far enough. It opens to none before a frontier is
 * judged that was taken after the client came: what was acknowledged before the call is covered,
 * always. Waiting takes neither a thread nor a connection to the database: one poll serves all who
 * wait for a pipeline. Thread-safe.
 */
public final class ProofGate {
  /** Frontiers of a pipeline that are followed at once; who comes then waits for the next. */
  private static final int MOST_FRONTIERS = 4;

  private final ReportRepository reports;
  private final Coverages coverages;
  private final Semaphore places;
  private final LongSupplier nanoClock;
  private final List<Waiter> waiting = new CopyOnWriteArrayList<>();

  /**
   * Takes the answer to one client: one call at most, and none once its waiter has left. The call
   * may come from any thread, and before {@link ProofGate#pass} returns.
   */
  public interface Answer {
    /** The proof reaches the time that was asked for, or is the newest there is. */
    void give(Proof proof);

    /** The ledger could not be read. */
    void fail(RuntimeException failure);
  }

  /** Takes frontiers. */
  public interface Coverages {
    /** Takes a frontier of a pipeline now, and cuts the ledger there: for those who wait. */
    Coverage take(PipelineSpecification pipeline);

    /** Takes a frontier of a pipeline now, and writes nothing: for an answer at once. */
    Coverage look(PipelineSpecification pipeline);

    /** The newest frontier of a pipeline up to which all is judged. */
    FrontierState newest(PipelineSpecification pipeline);
  }

  /** A frontier that was taken. */
  public interface Coverage {
    /** Whether everything before it is judged by now. */
    boolean isJudged();
  }

  /** As many clients wait as may wait at once. */
  public static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FullException() {
      super("too many callers are waiting for proofs");
    }
  }

  /**
   * Makes a gate.
   *
   * @param mostWaiting how many clients may wait at once
   * @param nanoClock never goes back
   */
  public ProofGate(
      ReportRepository reports, Coverages coverages, int mostWaiting, LongSupplier nanoClock) {
    this.reports = reports;
    this.coverages = coverages;
    this.places = new Semaphore(mostWaiting);
    this.nanoClock = nanoClock;
  }

  /**
   * Answers a client: at once if there is nothing to wait for, else at a later poll.
   *
   * @param through the time to which the proof is to reach; null: any will do
   * @param longest how long to wait for that
   * @return the client's place in the gate, until it is answered; empty if it is already
   * @throws FullException if too many clients wait
   */
  public Optional<Waiter> pass(
      PipelineSpecification pipeline, @Nullable Instant through, Duration longest, Answer answer) {
    Proof proof = proof(pipeline, coverages.look(pipeline));
    if (through == null || longest.isZero() || proof.reaches(through)) {
      answer.give(proof);
      return Optional.empty();
    }
    if (!places.tryAcquire()) {
      throw new FullException();
    }
    Waiter waiter = new Waiter(pipeline, through, longest, answer, proof);
    waiting.add(waiter);
    return Optional.of(waiter);
  }

  /** Reads the ledger once for each pipeline that clients wait for, and answers who can pass. */
  public void poll() {
    waiting.stream().map(waiter -> waiter.pipeline).distinct().forEach(this::poll);
  }

  private void poll(PipelineSpecification pipeline) {
    List<Waiter> interested = waiting.stream().filter(w -> w.pipeline.equals(pipeline)).toList();
    try {
      cover(pipeline, interested);
      Map<Coverage, Proof> proofs = new HashMap<>();
      for (Waiter waiter : interested) {
        Coverage coverage = waiter.coverage;
        if (coverage == null) {
          waiter.lookAtTheTime();
        } else {
          waiter.see(proofs.computeIfAbsent(coverage, own -> proof(pipeline, own)));
        }
      }
    } catch (RuntimeException e) {
      interested.forEach(waiter -> waiter.fail(e));
    }
  }

  /** Takes a frontier for those who have come since the last. */
  private void cover(PipelineSpecification pipeline, List<Waiter> interested) {
    long followed =
        interested.stream().map(w -> w.coverage).filter(Objects::nonNull).distinct().count();
    List<Waiter> fresh = interested.stream().filter(w -> w.coverage == null).toList();
    if (!fresh.isEmpty() && followed < MOST_FRONTIERS) {
      Coverage coverage = coverages.take(pipeline);
      fresh.forEach(waiter -> waiter.coverage = coverage);
    }
  }

  /** Answers all who wait with the newest proof that was read for them. */
  public void dismissAll() {
    waiting.forEach(Waiter::dismiss);
  }

  /** How many clients wait. */
  public int waiting() {
    return waiting.size();
  }

  /** Whether it is judged is asked first: then the newest that is judged is as new, or newer. */
  private Proof proof(PipelineSpecification pipeline, Coverage coverage) {
    boolean isJudged = coverage.isJudged();
    FrontierState newest = coverages.newest(pipeline);
    return Proof.of(pipeline, reports.openSummary(pipeline), newest, isJudged);
  }

  /** A client that waits, with the newest proof that was read for it. */
  public final class Waiter {
    private final PipelineSpecification pipeline;
    private final Instant through;
    private final long deadlineNanos;
    private final Answer answer;
    private volatile Proof newest;
    private volatile @Nullable Coverage coverage;

    private Waiter(
        PipelineSpecification pipeline,
        Instant through,
        Duration longest,
        Answer answer,
        Proof newest) {
      this.pipeline = pipeline;
      this.through = through;
      this.deadlineNanos = nanoClock.getAsLong() + longest.toNanos();
      this.answer = answer;
      this.newest = newest;
    }

    private void see(Proof proof) {
      newest = proof;
      if (proof.reaches(through)) {
        dismiss();
      } else {
        lookAtTheTime();
      }
    }

    private void lookAtTheTime() {
      if (nanoClock.getAsLong() - deadlineNanos >= 0) {
        dismiss();
      }
    }

    private void dismiss() {
      if (release()) {
        answer.give(newest);
      }
    }

    private void fail(RuntimeException failure) {
      if (release()) {
        answer.fail(failure);
      }
    }

    /** Gives the place back without an answer, since the client is gone; it may have one. */
    public void leave() {
      release();
    }

    /** Gives the place back; false if somebody has already. */
    private boolean release() {
      boolean held = waiting.remove(this);
      if (held) {
        places.release();
      }
      return held;
    }
  }
}
