package io.streamproof.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Verdict;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackOptions;
import io.streamproof.verification.stack.StackProcess;
import io.streamproof.verification.stack.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of the audit share a pipeline, and are killed in turn while they read: no record is
 * counted twice, none is left out.
 */
class AuditCrashIT {
  private static final int EVENTS = 60_000;
  private static final int KILLS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final String PIPELINE =
      """
      name: crash
      partitions: 3
      source: {key: data.customer}
      stages:
        - name: priced
          map: '{"total": data.n * 2, "odd": data.n % 2 == 1}'
        - name: spent
          aggregate:
            fields: {orders: count(), total: sum(data.total)}
      """;

  @TempDir private Path folder;

  @Test
  void countsEachRecordOnceThoughItsInstancesAreKilled() throws IOException {
    Path pipeline = Files.writeString(folder.resolve("crash.yml"), PIPELINE);
    StackOptions options =
        StackOptions.of(pipeline)
            .withAudits(2)
            // Small batches: many commits, and so many places to be killed between.
            .with("STREAMPROOF_AUDIT_BATCHRECORDS", "500")
            .with("SPRING_KAFKA_CONSUMER_PROPERTIES_SESSION_TIMEOUT_MS", "6000");
    try (Stack stack = Stack.start(options)) {
      Upload upload = stack.upload(events(), "tills");
      for (int kill = 1; kill <= KILLS; kill++) {
        long mark = (long) EVENTS * 2 * kill / (KILLS + 2);
        await().atMost(LIMIT).until(() -> consumed(stack) >= mark);
        StackProcess victim = stack.service(kill % 2 == 0 ? "audit" : "audit-2").process();
        victim.kill();
        victim.start();
      }
      assertThat(upload.receipt().join().accepted()).isEqualTo(EVENTS);
      await().atMost(LIMIT).until(() -> isSettled(stack));

      Report report = stack.report().orElseThrow();
      assertThat(report.verdict()).as(report.json()).isEqualTo(Verdict.PROVEN);
      assertThat(report.findings()).isZero();
      assertThat(report.source()).isEqualTo(new Report.Source(EVENTS, EVENTS, 0, 0));
      for (Report.Stage stage : report.stages()) {
        assertThat(stage.consumed()).as(stage.stage()).isEqualTo(EVENTS);
        assertThat(stage.emitted()).as(stage.stage()).isEqualTo(EVENTS);
      }
    }
  }

  private static long consumed(Stack stack) {
    return stack
        .report()
        .map(report -> report.stages().stream().mapToLong(Report.Stage::consumed).sum())
        .orElse(0L);
  }

  private static boolean isSettled(Stack stack) {
    return stack
        .report()
        .map(
            report ->
                report.source().observed() >= EVENTS
                    && report.verdict() != Verdict.UNKNOWN
                    && report.stages().stream().allMatch(stage -> stage.pending() == 0))
        .orElse(false);
  }

  private Path events() throws IOException {
    return Files.write(
        folder.resolve("events.ndjson"),
        IntStream.range(0, EVENTS)
            .mapToObj(n -> "{\"n\":%d,\"customer\":\"c%d\"}".formatted(n, n % 97))
            .toList());
  }
}
