package io.streamproof.ingest.source;

import io.streamproof.ingest.event.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fates of the events of one request, as they become known. */
final class Fates {
  private static final Logger LOG = LoggerFactory.getLogger(Fates.class);

  private final AtomicReferenceArray<@Nullable Fate> known;
  private final CountDownLatch unknown;
  private volatile @Nullable Rejection refusal;

  Fates(int events) {
    this.known = new AtomicReferenceArray<>(events);
    this.unknown = new CountDownLatch(events);
  }

  /** Takes the fate of the event at an index. */
  Delivery of(int index, NewRecord record) {
    return new Delivery() {
      @Override
      public void acknowledged(long offset) {
        know(index, new Fate.Accepted(record, offset));
      }

      @Override
      public void refused(Rejection why) {
        refusal = why;
        know(index, new Fate.Rejected(why));
      }

      @Override
      public void uncertain(String why) {
        know(index, new Fate.Uncertain(why));
      }
    };
  }

  void know(int index, Fate fate) {
    known.set(index, fate);
    unknown.countDown();
  }

  /** Why an event was refused by now; null if none was. */
  @Nullable Rejection refusal() {
    return refusal;
  }

  /** All fates, in order, once they are known; what is not known in time is uncertain. */
  List<Fate> await(Duration within) throws InterruptedException {
    if (!unknown.await(within.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("{} of {} events have no outcome in time", unknown.getCount(), known.length());
    }
    List<Fate> fates = new ArrayList<>(known.length());
    for (int index = 0; index < known.length(); index++) {
      Fate fate = known.get(index);
      fates.add(fate != null ? fate : new Fate.Uncertain("the brokers did not answer in time"));
    }
    return fates;
  }
}
