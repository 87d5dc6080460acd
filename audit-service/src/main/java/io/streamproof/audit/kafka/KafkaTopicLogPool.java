package io.streamproof.audit.kafka;

import io.streamproof.audit.log.TopicLog;
import io.streamproof.audit.log.TopicLogPool;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A small pool of logs, made when they are first needed. One that failed is closed and not used
 * again. Closing waits for those that are lent.
 */
public final class KafkaTopicLogPool implements TopicLogPool, AutoCloseable {
  private static final long LENDING_TIMEOUT_MILLIS = 1_000;
  private static final long LONGEST_SHUTDOWN_SECONDS = 15;

  private final int size;
  private final Semaphore places;
  private final Supplier<KafkaTopicLog> maker;
  private final ConcurrentLinkedQueue<KafkaTopicLog> idle = new ConcurrentLinkedQueue<>();

  public KafkaTopicLogPool(int size, Supplier<KafkaTopicLog> maker) {
    this.size = size;
    this.places = new Semaphore(size, true);
    this.maker = maker;
  }

  @Override
  public <T> T with(Function<TopicLog, T> use) {
    if (!acquire(1, LENDING_TIMEOUT_MILLIS)) {
      throw new BusyLogsException("too many walks are under way");
    }
    @Nullable KafkaTopicLog log = null;
    boolean sound = false;
    try {
      log = idle.poll();
      if (log == null) {
        log = maker.get();
      }
      T result = use.apply(log);
      sound = true;
      return result;
    } finally {
      if (log != null && sound) {
        idle.add(log);
      } else if (log != null) {
        log.close();
      }
      places.release();
    }
  }

  @Override
  public void close() {
    acquire(size, TimeUnit.SECONDS.toMillis(LONGEST_SHUTDOWN_SECONDS));
    idle.forEach(KafkaTopicLog::close);
  }

  private boolean acquire(int permits, long millis) {
    try {
      return places.tryAcquire(permits, millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
