package io.streamproof.verification.fault;

import io.streamproof.pipeline.OwnThread;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.workload.Orders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Uploads orders without end, a few at a time, so that the input runs whatever happens. What an
 * upload that fails has left in the source topic stays there; none is repeated.
 */
final class Feeder implements AutoCloseable {
  private static final int ORDERS_PER_UPLOAD = 400;
  private static final long PAUSE_MILLIS = 200;

  private final Stack stack;
  private final Orders orders;
  private final Path file;
  private final CompletableFuture<Void> done;
  private volatile boolean enough;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicInteger failed = new AtomicInteger();

  Feeder(Stack stack, Orders orders, Path folder) {
    this.stack = stack;
    this.orders = orders;
    this.file = folder.resolve("orders.ndjson");
    this.done = OwnThread.run(this::feed);
  }

  /** How many events ingest has accepted in uploads that did not fail. */
  long accepted() {
    return accepted.get();
  }

  /** How many uploads have failed. */
  int failed() {
    return failed.get();
  }

  /** Ends it. */
  @Override
  public void close() {
    enough = true;
    done.join();
  }

  private void feed() throws IOException, InterruptedException {
    for (long upload = 0; !enough; upload++) {
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        long from = upload * ORDERS_PER_UPLOAD;
        orders.write(file, from, from + ORDERS_PER_UPLOAD);
        accepted.addAndGet(stack.upload(file, "orders-" + upload).receipt().join().accepted());
      } catch (CompletionException e) {
        // Ingest is away, or its brokers are.
        failed.incrementAndGet();
      }
    }
  }
}
