package io.streamproof.audit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.support.Database;
import io.streamproof.audit.support.Examples;
import io.streamproof.audit.tracing.TracedFinding;
import io.streamproof.pipeline.OwnThread;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class JdbcTraceQueueIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final AuditedPipeline shop = Examples.shop();
  private final JdbcClient jdbc;
  private final JdbcTraceQueue queue;
  private final List<List<TracedFinding>> given = new ArrayList<>();

  JdbcTraceQueueIT() {
    DataSource dataSource = Database.create().asAudit();
    jdbc = JdbcClient.create(dataSource);
    queue = new JdbcTraceQueue(dataSource, jdbc);
    new JdbcPipelineRegister(jdbc, new TransactionTemplate(new JdbcTransactionManager(dataSource)))
        .pipeline("shop", "00000000");
  }

  @Test
  void givesAFindingUntilItIsExportedAndThenNoMore() {
    add("CORRUPTED", TRACE, Duration.ZERO);
    assertThat(queue.waiting()).isEqualTo(1);
    assertThat(queue.export(shop, 10, noting(findings -> Map.of()))).isZero();
    assertThat(queue.export(shop, 10, noting(JdbcTraceQueueIT::traced))).isEqualTo(1);
    assertThat(queue.export(shop, 10, noting(JdbcTraceQueueIT::traced))).isZero();
    assertThat(given).hasSize(2);
    assertThat(queue.waiting()).isZero();
    assertThat(jdbc.sql("select trace_id from finding").query(String.class).single())
        .isEqualTo("of 1");
  }

  @Test
  void givesTheSameAgainWhenItsExportFailedThoughTheFindingWasWorsenedSince() {
    add("CORRUPTED", TRACE, Duration.ZERO);
    assertThatThrownBy(
            () ->
                queue.export(
                    shop,
                    10,
                    noting(
                        findings -> {
                          throw new IllegalStateException("the collector is away");
                        })))
        .hasMessage("the collector is away");
    jdbc.sql("update finding set kind = 'DIVERGED', affected = 9").update();
    queue.export(shop, 10, noting(JdbcTraceQueueIT::traced));
    assertThat(given).hasSize(2);
    assertThat(given.get(0)).isEqualTo(given.get(1));
    assertThat(given.get(1)).extracting(TracedFinding::kind).containsExactly(FindingKind.CORRUPTED);
  }

  @Test
  void givesFindingsOfOneTraceOneTimeHoweverLateTheyAreFound() {
    add("CORRUPTED", TRACE, Duration.ofSeconds(9));
    queue.export(shop, 10, noting(JdbcTraceQueueIT::keptTraces));
    add("LOST", TRACE, Duration.ofSeconds(5));
    add("LOST", TRACE, Duration.ofSeconds(1));
    add("LOST", "another", Duration.ofSeconds(3));
    queue.export(shop, 10, noting(JdbcTraceQueueIT::keptTraces));
    Instant first = given.get(0).get(0).knownAt();
    assertThat(given.get(1)).hasSize(3);
    assertThat(given.get(1).get(0).knownAt()).isEqualTo(first);
    assertThat(given.get(1).get(2).knownAt()).isEqualTo(first);
    assertThat(given.get(1).get(1).knownAt()).isEqualTo(given.get(1).get(1).foundAt());
  }

  @Test
  void givesNothingThatWasFoundLongerThanADayAgo() {
    add("LOST", TRACE, Duration.ofHours(25));
    assertThat(queue.export(shop, 10, noting(JdbcTraceQueueIT::traced))).isZero();
    assertThat(given).isEmpty();
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void leavesAPipelineToTheInstanceThatIsAtIt() {
    add("LOST", TRACE, Duration.ZERO);
    queue.export(
        shop,
        10,
        findings -> {
          CompletableFuture<Integer> other =
              OwnThread.call(() -> queue.export(shop, 10, noting(JdbcTraceQueueIT::traced)));
          assertThat(other.orTimeout(30, TimeUnit.SECONDS).join()).isZero();
          return traced(findings);
        });
    assertThat(given).isEmpty();
  }

  @Test
  void holdsUpNobodyWhoWritesToAFindingWhileItIsExported() {
    add("LOST", TRACE, Duration.ZERO);
    queue.export(
        shop,
        10,
        findings -> {
          CompletableFuture<Integer> write =
              OwnThread.call(() -> jdbc.sql("update finding set affected = 2").update());
          assertThat(write.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(1);
          return traced(findings);
        });
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void hasNoTransactionOpenWhileItExports() {
    add("LOST", TRACE, Duration.ZERO);
    queue.export(
        shop,
        10,
        findings -> {
          assertThat(
                  jdbc.sql(
                          """
                          select count(*) from pg_stat_activity
                           where datname = current_database() and pid <> pg_backend_pid()
                             and state like 'idle in transaction%'
                          """)
                      .query(Long.class)
                      .single())
              .isZero();
          return traced(findings);
        });
    assertThat(queue.waiting()).isZero();
  }

  private Function<List<TracedFinding>, Map<Long, String>> noting(
      Function<List<TracedFinding>, Map<Long, String>> work) {
    return findings -> {
      given.add(findings);
      return work.apply(findings);
    };
  }

  private static Map<Long, String> traced(List<TracedFinding> findings) {
    return findings.stream().collect(Collectors.toMap(TracedFinding::id, f -> "of " + f.id()));
  }

  private static Map<Long, String> keptTraces(List<TracedFinding> findings) {
    return findings.stream().collect(Collectors.toMap(TracedFinding::id, f -> TRACE));
  }

  private void add(String kind, String trace, Duration ago) {
    jdbc.sql(
            """
            insert into finding (pipeline_id, stage, kind, identity, trace_id, found_at, detail)
            values (1, 'large', ?, gen_random_uuid(), ?, now() - ?::interval, 'why')
            """)
        .params(kind, trace, ago.toString())
        .update();
  }
}
