package io.streamproof.ingest.source;

import io.streamproof.ingest.event.Reading;
import io.streamproof.ingest.event.RejectedException;
import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.trace.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the events of one request: all are checked before the first is sent, so that a request
 * with an invalid event leaves nothing behind.
 */
public final class AcceptEvents {
  private static final Rejection IN_BAD_COMPANY =
      new Rejection(Rejection.Reason.BATCH, "another event of the batch is rejected");

  private final Duration within;

  /**
   * @param within how long an outcome is awaited; longer than the log itself takes to give one
   */
  public AcceptEvents(Duration within) {
    this.within = within;
  }

  /**
   * Sends the events to the pipeline and waits until the fate of each is known.
   *
   * @return a fate for each reading, in order
   * @throws RejectedException if the pipeline takes no events now
   */
  public List<Fate> accept(ServedPipeline pipeline, List<Reading> readings, Arrival arrival)
      throws RejectedException, InterruptedException {
    readings.forEach(reading -> pipeline.counters().received());
    try {
      pipeline.admit();
    } catch (RejectedException e) {
      readings.forEach(reading -> pipeline.counters().rejected(e.rejection().reason()));
      throw e;
    }
    Check check = new Check(pipeline, readings, arrival);
    if (check.failed) {
      return check.rejections();
    }
    return send(pipeline, check.records);
  }

  private List<Fate> send(ServedPipeline pipeline, List<NewRecord> records)
      throws InterruptedException {
    Fates fates = new Fates(records.size());
    for (int index = 0; index < records.size(); index++) {
      Rejection refusal = fates.refusal();
      if (refusal == null) {
        NewRecord record = records.get(index);
        pipeline.send(record, fates.of(index, record));
      } else {
        // What comes behind a refused event is spared the wait for the same answer.
        pipeline.counters().rejected(refusal.reason());
        fates.know(index, new Fate.Rejected(refusal));
      }
    }
    return fates.await(within);
  }

  /** The records of the readings, and the rejections of those of which there can be none. */
  private static final class Check {
    private final ServedPipeline pipeline;
    private final Arrival arrival;
    private final List<NewRecord> records = new ArrayList<>();
    private final List<@Nullable Rejection> rejections = new ArrayList<>();
    private boolean failed;

    Check(ServedPipeline pipeline, List<Reading> readings, Arrival arrival) {
      this.pipeline = pipeline;
      this.arrival = arrival;
      readings.forEach(this::add);
    }

    private void add(Reading reading) {
      try {
        if (reading instanceof Reading.Valid valid) {
          records.add(pipeline.record(valid.event(), arrival));
          rejections.add(null);
        } else if (reading instanceof Reading.Invalid invalid) {
          fail(invalid.rejection());
        }
      } catch (RejectedException e) {
        fail(e.rejection());
      }
    }

    private void fail(Rejection rejection) {
      rejections.add(rejection);
      failed = true;
    }

    private List<Fate> rejections() {
      List<Fate> fates = new ArrayList<>();
      for (Rejection own : rejections) {
        Rejection rejection = own == null ? IN_BAD_COMPANY : own;
        pipeline.counters().rejected(rejection.reason());
        fates.add(new Fate.Rejected(rejection));
      }
      return fates;
    }
  }
}
