package io.streamproof.ingest.source;

import io.streamproof.ingest.event.Rejection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A source log in memory: answers at once, or, while it is held, when it is told to. */
public final class MemoryLog implements SourceLog {
  private final Map<Integer, Long> ends = new HashMap<>();
  private final List<NewRecord> records = new ArrayList<>();
  private final Deque<Runnable> unanswered = new ArrayDeque<>();
  private final Map<Integer, Function<Delivery, Runnable>> failures = new HashMap<>();
  private boolean held;
  private int appends;
  private int mostUnanswered;

  @Override
  public synchronized void append(NewRecord record, Delivery delivery) {
    Runnable answer =
        failures.getOrDefault(appends++, ok -> acknowledgement(record, ok)).apply(delivery);
    if (held) {
      unanswered.add(answer);
      mostUnanswered = Math.max(mostUnanswered, unanswered.size());
      notifyAll();
    } else {
      answer.run();
    }
  }

  private Runnable acknowledgement(NewRecord record, Delivery delivery) {
    records.add(record);
    long offset = ends.merge(record.partition(), 1L, Long::sum) - 1;
    return () -> delivery.acknowledged(offset);
  }

  /** The append of that number, from 0, gets no certain answer. */
  public void doubt(int append) {
    failures.put(append, delivery -> () -> delivery.uncertain("no answer"));
  }

  /** The append of that number, from 0, is refused. */
  public void refuse(int append) {
    failures.put(append, delivery -> () -> delivery.refused(Rejection.unavailable("no brokers")));
  }

  public synchronized void hold() {
    held = true;
  }

  /** Answers the oldest append; waits until there is one. */
  public void answerNext() throws InterruptedException {
    Runnable answer;
    synchronized (this) {
      while (unanswered.isEmpty()) {
        wait();
      }
      answer = unanswered.remove();
    }
    answer.run();
  }

  public synchronized List<NewRecord> records() {
    return List.copyOf(records);
  }

  public synchronized int appends() {
    return appends;
  }

  public synchronized int mostUnanswered() {
    return mostUnanswered;
  }
}
