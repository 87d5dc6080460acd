package io.streamproof.verification.simulation;

import io.streamproof.simulation.SeedResult;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;

/** Runs seeds on several threads; each seed has one to itself. */
public final class SeedPool {
  private final int threads;
  private final LongFunction<SeedResult> simulation;

  public SeedPool(int threads, LongFunction<SeedResult> simulation) {
    this.threads = threads;
    this.simulation = simulation;
  }

  /**
   * Runs the seeds from one on.
   *
   * @param told each result, as it comes, on the calling thread
   * @param progress how many are done
   * @return how many have failed
   */
  public int run(long first, int count, Consumer<SeedResult> told, IntConsumer progress) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CompletionService<SeedResult> results = new ExecutorCompletionService<>(executor);
      for (int i = 0; i < count; i++) {
        long seed = first + i;
        results.submit(() -> simulation.apply(seed));
      }
      return collect(results, count, told, progress);
    } finally {
      executor.shutdownNow();
    }
  }

  private static int collect(
      CompletionService<SeedResult> results,
      int count,
      Consumer<SeedResult> told,
      IntConsumer progress) {
    int failed = 0;
    for (int done = 1; done <= count; done++) {
      SeedResult result = next(results);
      failed += result.failure() == null ? 0 : 1;
      told.accept(result);
      progress.accept(done);
    }
    return failed;
  }

  private static SeedResult next(CompletionService<SeedResult> results) {
    try {
      return results.take().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the simulation itself has failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while seeds were running", e);
    }
  }
}
