package io.streamproof.verification.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Verdict;
import io.streamproof.verification.tamper.Tampering;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Ledgers that are restored, that outlive a specification, or of which there are two: what an audit
 * has not read, or has judged by other rules, it does not call proven.
 */
class ChangedLedgerST {
  private static final int BEFORE = 60;
  private static final int AFTER = 540;
  private static final Duration WATCH = Duration.ofSeconds(3);

  private static final String LOST_STAGE =
      """
        - name: lossy
          from: source
          filter: data.n >= 0
      """;

  @RegisterExtension
  static final Arena arena =
      new Arena("ledger")
          .with("restored-stopped", Stages.DOUBLED)
          .with("restored-running", Stages.DOUBLED)
          .with("stage-removed", Stages.DOUBLED + LOST_STAGE)
          .withText("two-audits", Stages.text("ledger-two-audits", 4, Stages.DOUBLED));

  @Test
  void readsAgainWhatALedgerLacksThatWasRestoredFromABackup() {
    Target target = arena.target("restored-stopped");
    AuditInstance audit = arena.freshAudit(target);
    target.uploadAndProcess(BEFORE);
    audit.awaitProven(target);
    audit.stop();
    String backup = arena.backUp(audit);
    audit.restart();
    target.uploadAndProcess(AFTER);
    audit.awaitProven(target);
    audit.stop();

    AuditInstance restored = arena.restoredAudit(audit, backup);
    readsAllAgain(target, restored);
    restored.judgesBystanders();
    restored.stop();
  }

  @Test
  void readsAgainWhatALedgerLacksThatWasRestoredBeneathARunningAudit() throws SQLException {
    Target target = arena.target("restored-running");
    AuditInstance audit = arena.freshAudit(target);
    target.uploadAndProcess(BEFORE);
    audit.awaitProven(target);
    try (Connection ledger = audit.connectToLedger()) {
      List<String> tables = copyTables(ledger);
      target.uploadAndProcess(AFTER);
      audit.awaitProven(target);
      restoreTables(ledger, tables);
    }

    readsAllAgain(target, audit);
    audit.judgesBystanders();
    audit.stop();
  }

  @Test
  void provesNothingByRemovingTheStageThatIsWrong() {
    Target target = arena.target("stage-removed");
    AuditInstance audit = arena.freshAudit(target);
    target.uploadAndProcess(BEFORE);
    target.standIn("lossy", Tampering.at(0, 7, Tampering.remove())).process(BEFORE);
    audit.awaitFinding(target, "LOST", "lossy:0@7#0");
    audit.stop();

    arena.respecify(audit, target, Stages.text(target.name(), 1, Stages.DOUBLED));
    audit.restart();
    audit.awaitConsumed(target, 0);
    audit.neverReports(target, report -> report.verdict() == Verdict.PROVEN, WATCH);
    audit.judgesBystanders();
    // What the new specification makes is judged by it, beside what the old one has made.
    target.upload(BEFORE);
    audit.neverReports(target, report -> report.verdict() == Verdict.PROVEN, WATCH);
    audit.stop();
  }

  @Test
  void twoAuditsOfOneGroupWithLedgersOfTheirOwnGiveVerdictsOrSayWhyNot() {
    Target target = arena.target("two-audits");
    // As without the setting: the default group.
    Map<String, String> defaultGroup = Map.of("STREAMPROOF_AUDIT_GROUP", "");
    AuditInstance first = arena.freshAudit("512m", defaultGroup, target);
    target.uploadAndProcess(BEFORE);
    first.awaitProven(target);
    AuditInstance second = arena.freshAudit("512m", defaultGroup, target);
    target.uploadAndProcess(BEFORE);

    for (AuditInstance audit : List.of(first, second)) {
      await("what " + audit + " says")
          .atMost(Arena.LIMIT)
          .untilAsserted(
              () -> {
                Report report = audit.report(target);
                assertThat(isProven(target, report) || saysWhy(report))
                    .as(audit + ": " + report.json())
                    .isTrue();
              });
    }
    second.stop();
    // The one that is left has it all again.
    first.awaitProven(target);
    first.judgesBystanders();
    first.stop();
  }

  private static boolean saysWhy(Report report) {
    JsonNode why = AuditInstance.member(report, "why");
    return report.verdict() == Verdict.UNKNOWN && why != null && why.toString().contains("group");
  }

  private static boolean isProven(Target target, Report report) {
    return report.verdict() == Verdict.PROVEN && report.source().observed() == target.sent();
  }

  /** Nothing comes in meanwhile that would show the audit that its ledger is behind. */
  private static void readsAllAgain(Target target, AuditInstance audit) {
    await("what the ledger lacks")
        .atMost(Arena.LIMIT)
        .until(
            () -> {
              Report report = audit.report(target);
              boolean complete = report.source().observed() == target.sent();
              assertThat(report.verdict() == Verdict.PROVEN && !complete)
                  .as("proven on a part: " + report.json())
                  .isFalse();
              return complete;
            });
    Report report = audit.awaitProven(target);
    assertThat(report.source().observed()).isEqualTo(target.sent());
    assertThat(report.findings()).as(report.json()).isZero();
  }

  private static List<String> copyTables(Connection ledger) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = ledger.createStatement()) {
      ResultSet found =
          statement.executeQuery(
              """
              select relname from pg_class
               where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                 and not relispartition and relname <> 'flyway_schema_history'
              """);
      while (found.next()) {
        tables.add(found.getString(1));
      }
      statement.execute("create schema backup");
      statement.execute("begin isolation level repeatable read");
      for (String table : tables) {
        statement.execute("create table backup.%1$s as table public.%1$s".formatted(table));
      }
      statement.execute("commit");
    }
    return tables;
  }

  /** In one transaction, as a database is restored whose clients are connected by a pooler. */
  private static void restoreTables(Connection ledger, List<String> tables) throws SQLException {
    try (Statement statement = ledger.createStatement()) {
      statement.execute("begin");
      statement.execute("truncate public." + String.join(", public.", tables));
      statement.execute("set local session_replication_role = replica");
      for (String table : tables) {
        statement.execute(
            "insert into public.%1$s overriding system value table backup.%1$s".formatted(table));
      }
      statement.execute("commit");
    }
  }
}
