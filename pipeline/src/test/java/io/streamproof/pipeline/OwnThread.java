package io.streamproof.pipeline;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Runs each task in a thread of its own. The JVM's common pool has one thread on two cores: a task
 * that blocks there holds up all others.
 */
public final class OwnThread {
  /** May block, and may fail. */
  @FunctionalInterface
  public interface BlockingTask {
    void run() throws Exception;
  }

  private OwnThread() {}

  public static CompletableFuture<Void> run(BlockingTask task) {
    return call(
        () -> {
          task.run();
          return null;
        });
  }

  public static <T> CompletableFuture<T> call(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread = new Thread(() -> complete(result, task), "own-thread");
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private static <T> void complete(CompletableFuture<T> result, Callable<T> task) {
    try {
      result.complete(task.call());
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }
}
