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
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of the audit share a pipeline, and are killed in turn amid a commit, the positions
 * moved and the tallies not: no record is counted twice, none is left out.
 */
class AuditCrashST {
  private static final int KILLS = 4;

  /** Events that are sent for each kill. */
  private static final int PART = 10_000;

  /** How long an instance may take to wait, once it has partitions. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

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
  private int sent;

  @Test
  void countsEachRecordOnceThoughItsInstancesAreKilled() throws IOException, SQLException {
    Path pipeline = Files.writeString(folder.resolve("crash.yml"), PIPELINE);
    StackOptions options =
        StackOptions.of(pipeline)
            .withStagesTogether()
            .withShared(TestServers.shared())
            .withAudits(2)
            .with("STREAMPROOF_AUDIT_BATCHRECORDS", "500")
            .with("SPRING_KAFKA_CONSUMER_PROPERTIES_SESSION_TIMEOUT_MS", "6000");
    try (Stack stack = Stack.start(options)) {
      for (int kill = 1; kill <= KILLS; kill++) {
        String victim = kill % 2 == 0 ? "audit" : "audit-2";
        await().atMost(LIMIT).pollDelay(Duration.ZERO).until(() -> killAmidACommit(stack, victim));
      }
      await().atMost(LIMIT).until(() -> isSettled(stack));

      Report report = stack.report().orElseThrow();
      assertThat(report.verdict()).as(report.json()).isEqualTo(Verdict.PROVEN);
      assertThat(report.findings()).isZero();
      assertThat(report.source()).isEqualTo(new Report.Source(sent, sent, 0, 0));
      for (Report.Stage stage : report.stages()) {
        assertThat(stage.consumed()).as(stage.stage()).isEqualTo(sent);
        assertThat(stage.emitted()).as(stage.stage()).isEqualTo(sent);
      }
    }
  }

  /**
   * Holds up the writing of tallies, sends events, and kills the instance once it waits amid its
   * commit.
   *
   * @return false if the instance did not come to wait: it has no partitions yet, and gets none
   *     while the other one is held up
   */
  private boolean killAmidACommit(Stack stack, String instance) throws IOException, SQLException {
    StackProcess victim = stack.service(instance).process();
    Upload upload;
    boolean waits;
    try (Connection lock = stack.connectToLedger();
        Connection watch = stack.connectToLedger()) {
      lock.setAutoCommit(false);
      lock.createStatement().execute("lock table block in share row exclusive mode");
      upload = stack.upload(nextEvents(), "tills-" + sent);
      waits = waitsAmidACommit(watch, instance);
      if (waits) {
        victim.kill();
      }
      lock.rollback();
    }
    if (waits) {
      victim.start();
    }
    assertThat(upload.receipt().join().accepted()).isEqualTo(PART);
    return waits;
  }

  private static boolean waitsAmidACommit(Connection watch, String instance) {
    try {
      await().atMost(PATIENCE).until(() -> isWaiting(watch, instance));
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
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

  private boolean isSettled(Stack stack) {
    return stack
        .report()
        .map(
            report ->
                report.source().observed() >= sent
                    && report.verdict() != Verdict.UNKNOWN
                    && report.isJudged())
        .orElse(false);
  }

  private Path nextEvents() throws IOException {
    int first = sent;
    sent += PART;
    return Files.write(
        folder.resolve("events-%s.ndjson".formatted(first)),
        IntStream.range(first, sent)
            .mapToObj(n -> "{\"n\":%s,\"customer\":\"c%s\"}".formatted(n, n % 97))
            .toList());
  }
}
