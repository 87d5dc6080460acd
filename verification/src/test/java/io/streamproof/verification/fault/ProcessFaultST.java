package io.streamproof.verification.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackOptions;
import io.streamproof.verification.workload.Orders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to processes and connections, one thing while the other heals and while events
 * come in: all results are right, and proven.
 */
class ProcessFaultST {
  @TempDir private Path folder;

  @Test
  void resultsAreRightAndProvenWhateverHappensToProcessesAndConnections() throws IOException {
    Operations operations = Till.operations("operations.yml", 1);
    Path log = folder.resolve("operations.log");
    try (Stack stack = Stack.start(options(operations, plan()));
        OperationsLog told = OperationsLog.create(log);
        OperationsRun run = operations.begin(stack, told)) {
      try (Feeder feeder = new Feeder(stack, new Orders(20_260_101), folder)) {
        await()
            .atMost(Till.LIMIT)
            .pollInterval(Till.LOOK)
            .until(
                () -> {
                  stack.requireAlive();
                  return !run.isBusy() && run.waiting().equals(Set.of("never"));
                });
        assertThat(feeder.accepted()).isPositive();
        assertThat(feeder.failed()).as("uploads when ingest was killed").isPositive();
      }
      OperationsOutcome outcome = run.finish(Till.LIMIT);
      assertThat(outcome.failed()).isEmpty();
      assertThat(outcome.notReached()).containsExactly("never");
      assertThat(outcome.isComplete()).isFalse();
      assertThat(Files.readAllLines(log)).hasSize(2 * operations.all().size() - 1);

      Till.provesAll(stack);
    }
  }

  /** Without faults of its own: operators follow a call to crash where faults are enabled. */
  private Path plan() throws IOException {
    return Files.writeString(folder.resolve("plan.yml"), "seed: 1\n");
  }

  private static StackOptions options(Operations operations, Path plan) {
    // What has to happen within a pause or a cut happens sooner, so that these can be short.
    return StackOptions.of(Till.PIPELINE)
        .withAudits(2)
        .withProxies(operations.proxied())
        .withFaults(plan)
        .with("STREAMPROOF_SESSION_TIMEOUT", "4s")
        .with("STREAMPROOF_STANDBY_REPLICAS", "1")
        .with("SPRING_KAFKA_CONSUMER_PROPERTIES_SESSION_TIMEOUT_MS", "6000")
        .with("SPRING_KAFKA_PRODUCER_PROPERTIES_REQUEST_TIMEOUT_MS", "2000");
  }
}
