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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of the audit share a pipeline, and are killed in turn amid a commit, the positions
 * moved and the tallies not: no record is counted twice, none is left out.
 */
class AuditCrashST {
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
  void countsEachRecordOnceThoughItsInstancesAreKilled() throws IOException, SQLException {
    Path pipeline = Files.writeString(folder.resolve("crash.yml"), PIPELINE);
    StackOptions options =
        StackOptions.of(pipeline)
            .withStagesTogether()
            .withShared(TestServers.shared())
            .withAudits(2)
            // Small batches: both instances are still reading at the last kill.
            .with("STREAMPROOF_AUDIT_BATCHRECORDS", "500")
            .with("SPRING_KAFKA_CONSUMER_PROPERTIES_SESSION_TIMEOUT_MS", "6000");
    try (Stack stack = Stack.start(options)) {
      Upload upload = stack.upload(events(), "tills");
      for (int kill = 1; kill <= KILLS; kill++) {
        long mark = (long) EVENTS * 2 * kill / (KILLS + 2);
        await().atMost(LIMIT).until(() -> consumed(stack) >= mark);
        killAmidACommit(stack, kill % 2 == 0 ? "audit" : "audit-2");
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

  /** Holds up the writing of tallies until the instance waits for it, and kills it then. */
  private static void killAmidACommit(Stack stack, String instance) throws SQLException {
    StackProcess victim = stack.service(instance).process();
    try (Connection lock = stack.connectToLedger();
        Connection watch = stack.connectToLedger()) {
      lock.setAutoCommit(false);
      lock.createStatement().execute("lock table block in share row exclusive mode");
      await().atMost(LIMIT).until(() -> isWaiting(watch, instance));
      victim.kill();
      lock.rollback();
    }
    victim.start();
  }

  /** Whether an instance has moved positions in a transaction that waits for a lock. */
  private static boolean isWaiting(Connection watch, String instance) throws SQLException {
    try (PreparedStatement question =
        watch.prepareStatement(
            """
            select exists(
              select from pg_locks moved
                join pg_stat_activity using (pid)
                join pg_locks awaited using (pid)
               where application_name = ? and not awaited.granted
                 and moved.relation = 'topic_position'::regclass
                 and moved.mode = 'RowExclusiveLock')
            """)) {
      question.setString(1, instance);
      ResultSet answer = question.executeQuery();
      return answer.next() && answer.getBoolean(1);
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
                    && report.isJudged())
        .orElse(false);
  }

  private Path events() throws IOException {
    return Files.write(
        folder.resolve("events.ndjson"),
        IntStream.range(0, EVENTS)
            .mapToObj(n -> "{\"n\":%s,\"customer\":\"c%s\"}".formatted(n, n % 97))
            .toList());
  }
}
