package io.streamproof.verification.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.pipeline.OwnThread;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnsTests {
  private final Turns turns = new Turns();

  @Test
  void letsWaitWhoNeedsWhatAnotherHas() throws InterruptedException {
    turns.take(Set.of("a", "b"));
    CompletableFuture<Void> other = OwnThread.run(() -> turns.take(Set.of("b", "c")));
    turns.take(Set.of("d"));
    assertThat(other).isNotDone();

    turns.leave(Set.of("a", "b"));

    await().until(other::isDone);
    CompletableFuture<Void> third = OwnThread.run(() -> turns.take(Set.of("c")));
    assertThat(third).isNotDone();
    turns.leave(Set.of("b", "c"));
    await().until(third::isDone);
  }
}
