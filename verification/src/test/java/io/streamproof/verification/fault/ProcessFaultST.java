package io.streamproof.verification.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.yaml.YamlFiles;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Verdict;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackOptions;
import io.streamproof.verification.stack.TopicReader;
import io.streamproof.verification.workload.Orders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to processes and connections, one thing while the other heals and while events
 * come in: all results are right, and proven.
 */
class ProcessFaultST {
  private static final Path FOLDER = Path.of("src/test/resources/fault");
  private static final Path PIPELINE = FOLDER.resolve("pipeline.yml");
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Duration LOOK = Duration.ofMillis(200);

  @TempDir private Path folder;

  @Test
  void resultsAreRightAndProvenWhateverHappensToProcessesAndConnections() throws IOException {
    Operations operations = operations();
    Path log = folder.resolve("operations.log");
    try (Stack stack = Stack.start(options(operations, plan()));
        OperationsLog told = OperationsLog.create(log);
        OperationsRun run = operations.begin(stack, told)) {
      try (Feeder feeder = new Feeder(stack, new Orders(20_260_101), folder)) {
        await()
            .atMost(LIMIT)
            .pollInterval(LOOK)
            .until(
                () -> {
                  stack.requireAlive();
                  return !run.isBusy() && run.waiting().equals(Set.of("never"));
                });
        assertThat(feeder.accepted()).isPositive();
        assertThat(feeder.failed()).as("uploads when ingest was killed").isPositive();
      }
      OperationsOutcome outcome = run.finish(LIMIT);
      assertThat(outcome.failed()).isEmpty();
      assertThat(outcome.notReached()).containsExactly("never");
      assertThat(outcome.isComplete()).isFalse();
      assertThat(Files.readAllLines(log)).hasSize(2 * operations.all().size() - 1);

      provesAll(stack);
    }
  }

  /** Without faults of its own: operators follow a call to crash where faults are enabled. */
  private Path plan() throws IOException {
    return Files.writeString(folder.resolve("plan.yml"), "seed: 1\n");
  }

  private static StackOptions options(Operations operations, Path plan) {
    // What has to happen within a pause or a cut happens sooner, so that these can be short.
    return StackOptions.of(PIPELINE)
        .withAudits(2)
        .withProxies(operations.proxied())
        .withFaults(plan)
        .with("STREAMPROOF_SESSION_TIMEOUT", "4s")
        .with("STREAMPROOF_STANDBY_REPLICAS", "1")
        .with("SPRING_KAFKA_CONSUMER_PROPERTIES_SESSION_TIMEOUT_MS", "6000")
        .with("SPRING_KAFKA_PRODUCER_PROPERTIES_REQUEST_TIMEOUT_MS", "2000");
  }

  private static Operations operations() throws IOException {
    PipelineSpecification pipeline = SpecificationReader.read(PIPELINE, Set.of());
    return new YamlFiles("write operations", "write fewer")
        .read(FOLDER.resolve("operations.yml"), root -> OperationsReader.read(root, pipeline));
  }

  private static void provesAll(Stack stack) {
    TopicReader topics = new TopicReader(stack.brokers());
    long events = topics.count("till.source");
    await()
        .atMost(LIMIT)
        .pollInterval(LOOK)
        .until(
            () -> {
              stack.requireAlive();
              return isSettled(stack, events);
            });
    Report report = stack.report().orElseThrow();
    assertThat(report.findings()).as("%s %s", stack.findings(20), report.json()).isZero();
    assertThat(report.verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(sold(topics)).isEqualTo(expected(topics));
  }

  private static boolean isSettled(Stack stack, long events) {
    return stack
        .report()
        .map(
            report ->
                report.source().observed() == events
                    && report.verdict() != Verdict.UNKNOWN
                    && report.isJudged())
        .orElse(false);
  }

  /** The last totals of each article in the results: lines and pieces. */
  private static Map<String, List<Long>> sold(TopicReader topics) {
    Map<String, List<Long>> sold = new TreeMap<>();
    topics.read(
        "till.sold",
        record -> {
          Map<?, ?> totals = (Map<?, ?>) JsonCodec.read(record.value());
          sold.put(
              new String(record.key(), UTF_8),
              List.of((Long) totals.get("lines"), (Long) totals.get("pieces")));
        });
    return sold;
  }

  /** The same from what stands in the source topic, by a model that knows nothing of pipelines. */
  private static Map<String, List<Long>> expected(TopicReader topics) {
    Map<String, List<Long>> sold = new HashMap<>();
    topics.read(
        "till.source",
        record -> {
          Map<?, ?> order = (Map<?, ?>) JsonCodec.read(record.value());
          for (Object item : order.get("items") instanceof List<?> items ? items : List.of()) {
            Map<?, ?> each = (Map<?, ?>) item;
            sold.merge(
                (String) each.get("article"),
                List.of(1L, (Long) each.get("quantity")),
                (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
          }
        });
    return sold;
  }
}
