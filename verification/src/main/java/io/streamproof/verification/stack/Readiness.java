package io.streamproof.verification.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a process is ready for work: as long as it lives, and no longer than the deadline.
 */
record Readiness(Instant deadline, Duration limit) {
  private static final long PAUSE_MILLIS = 25;
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** Whether a process is ready now. */
  @FunctionalInterface
  interface Probe {
    boolean isReady() throws InterruptedException;
  }

  static Readiness within(Duration limit) {
    return new Readiness(Instant.now().plus(limit), limit);
  }

  /**
   * Asks until a page answers 200.
   *
   * @throws StackException if the process dies or the deadline passes
   */
  void awaitOk(StackProcess process, HttpClient client, URI page) {
    await(process, () -> isOk(client, page));
  }

  /** Whether a page answers 200. */
  static boolean isOk(HttpClient client, URI page) throws InterruptedException {
    HttpRequest question = HttpRequest.newBuilder(page).timeout(ANSWER).build();
    try {
      return client.send(question, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Asks until the answer is yes.
   *
   * @throws StackException if the process dies or the deadline passes
   */
  void await(StackProcess process, Probe probe) {
    try {
      while (!probe.isReady()) {
        process
            .death()
            .ifPresent(
                death -> {
                  throw new StackException(death);
                });
        if (Instant.now().isAfter(deadline)) {
          throw new StackException(
              "%s was not ready within %s s; the last lines of its log:%n%s"
                  .formatted(process.name(), limit.toSeconds(), process.indentedTail()));
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted while waiting for " + process.name());
    }
  }
}
