package io.streamproof.ingest.upload;

import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.event.Rejection.Reason;
import io.streamproof.ingest.source.Delivery;
import io.streamproof.ingest.upload.UploadReport.Ending;
import io.streamproof.ingest.upload.UploadReport.RejectedLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of an upload's lines, and names the first of those that go wrong. */
final class Tracker {
  /** How many rejected or uncertain lines are named. */
  static final int MAX_NAMED = 1_000;

  private final Window window;
  private final List<RejectedLine> rejected = new ArrayList<>();
  private final List<Long> uncertain = new ArrayList<>();
  private long accepted;
  private long rejectedCount;
  private long uncertainCount;
  private volatile @Nullable Ending failure;
  private volatile String detail = "";

  Tracker(Window window) {
    this.window = window;
  }

  /** Takes the outcome of a line that has entered the window. */
  Delivery of(long line, int weightBytes) {
    return new Delivery() {
      @Override
      public void acknowledged(long offset) {
        acknowledge();
        window.leave(weightBytes);
      }

      @Override
      public void refused(Rejection why) {
        reject(line, why);
        window.leave(weightBytes);
      }

      @Override
      public void uncertain(String why) {
        doubt(line, why);
        window.leave(weightBytes);
      }
    };
  }

  synchronized void reject(long line, Rejection why) {
    rejectedCount++;
    if (rejected.size() < MAX_NAMED) {
      rejected.add(new RejectedLine(line, why.detail()));
    }
    if (why.reason() == Reason.UNAVAILABLE) {
      fail(Ending.UNAVAILABLE, why.detail());
    }
  }

  /** Ends the upload; of several reasons, that outcomes are uncertain weighs most. */
  synchronized void fail(Ending ending, String why) {
    if (failure == null || ending == Ending.UNCERTAIN) {
      detail = why;
      failure = ending;
    }
  }

  /** Whether no further line is to be sent. */
  boolean hasFailed() {
    return failure != null;
  }

  synchronized UploadReport report(long lines) {
    Ending ending = failure == null ? Ending.COMPLETE : failure;
    return new UploadReport(
        ending,
        detail,
        lines,
        accepted,
        rejected.stream().sorted(Comparator.comparingLong(RejectedLine::line)).toList(),
        rejectedCount,
        uncertain.stream().sorted().toList(),
        uncertainCount);
  }

  private synchronized void acknowledge() {
    accepted++;
  }

  private synchronized void doubt(long line, String why) {
    uncertainCount++;
    if (uncertain.size() < MAX_NAMED) {
      uncertain.add(line);
    }
    fail(Ending.UNCERTAIN, why);
  }
}
