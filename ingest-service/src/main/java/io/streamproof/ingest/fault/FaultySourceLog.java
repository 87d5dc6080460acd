package io.streamproof.ingest.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.source.Delivery;
import io.streamproof.ingest.source.NewRecord;
import io.streamproof.ingest.source.SourceLog;
import io.streamproof.pipeline.fault.FaultKind;
import io.streamproof.pipeline.fault.IngestStrikes;
import io.streamproof.pipeline.fault.MessageFault;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.telemetry.FaultMetrics;

/**
 * A source log that forgets some events and writes others twice. What its caller is told is what a
 * client would be told by a service that errs without noticing.
 */
public final class FaultySourceLog implements SourceLog {
  private final SourceLog log;
  private final SourceLog forgetful;
  private final IngestStrikes strikes;
  private final FaultMetrics metrics;

  /**
   * Plants faults in a log.
   *
   * @param forgetful acknowledges what no reader ever sees
   */
  public FaultySourceLog(
      SourceLog log, SourceLog forgetful, IngestStrikes strikes, FaultMetrics metrics) {
    this.log = log;
    this.forgetful = forgetful;
    this.strikes = strikes;
    this.metrics = metrics;
  }

  @Override
  public void append(NewRecord record, Delivery delivery) {
    MessageFault fault = strikes.on(source(record), record.id());
    if (fault == null) {
      log.append(record, delivery);
      return;
    }
    metrics.struck(fault);
    if (fault.kind() == FaultKind.FORGET) {
      forgetful.append(record, delivery);
    } else {
      twice(record, delivery);
    }
  }

  private void twice(NewRecord record, Delivery delivery) {
    Watched first = new Watched(delivery);
    log.append(record, first);
    // A refused event is not in the topic, and its client is told so.
    if (!first.refused) {
      log.append(record, Unheard.INSTANCE);
    }
  }

  private static String source(NewRecord record) {
    return new String(record.headers().lastHeader(HeaderNames.SOURCE).value(), UTF_8);
  }

  private static final class Watched implements Delivery {
    private final Delivery delivery;
    private volatile boolean refused;

    Watched(Delivery delivery) {
      this.delivery = delivery;
    }

    @Override
    public void acknowledged(long offset) {
      delivery.acknowledged(offset);
    }

    @Override
    public void refused(Rejection why) {
      refused = true;
      delivery.refused(why);
    }

    @Override
    public void uncertain(String why) {
      delivery.uncertain(why);
    }
  }

  /** What becomes of the second copy is nobody's business. */
  private enum Unheard implements Delivery {
    INSTANCE;

    @Override
    public void acknowledged(long offset) {}

    @Override
    public void refused(Rejection why) {}

    @Override
    public void uncertain(String why) {}
  }
}
