package io.streamproof.verification.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.verification.stack.AuditClient;
import io.streamproof.verification.stack.Finding;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Verdict;
import io.streamproof.verification.stack.Service;
import io.streamproof.verification.stack.ServiceGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An audit of some pipelines and the bystanders, and what it has to say of them. */
final class AuditInstance {
  private static final Duration POLL = Duration.ofMillis(100);

  /** What may be found of records that are merely odd: never that an honest one is wrong. */
  static final Set<String> NO_VIOLATIONS =
      Set.of("UNVERIFIABLE", "UNTRACED", "DUPLICATED_AT_SOURCE", "LATE", "STALLED");

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Arena arena;
  private final ServiceGroup services;
  private final Service service;
  private final String database;
  private final Map<String, String> settings;
  private final HttpClient client = HttpClient.newHttpClient();

  AuditInstance(
      Arena arena,
      ServiceGroup services,
      Service service,
      String database,
      Map<String, String> settings) {
    this.arena = arena;
    this.services = services;
    this.service = service;
    this.database = database;
    this.settings = Map.copyOf(settings);
  }

  Service service() {
    return service;
  }

  String database() {
    return database;
  }

  Map<String, String> settings() {
    return settings;
  }

  Connection connectToLedger() throws SQLException {
    return services.connect(database);
  }

  void stop() {
    if (service.process().isAlive()) {
      service.process().stop(Arena.stopLimit());
    }
  }

  /** Starts it again, on the ledger that it had. */
  void restart() {
    services.start(service);
  }

  /** Fails unless pipelines that nobody has attacked get their verdicts as if nothing happened. */
  void judgesBystanders() {
    for (Target bystander : arena.bystanders()) {
      bystander.upload(1);
    }
    for (Target bystander : arena.bystanders()) {
      awaitVerdict(bystander, Verdict.PROVEN);
    }
  }

  /** Fails unless the pipeline is proven with every event that ingest has acknowledged. */
  Report awaitProven(Target target) {
    return awaitVerdict(target, Verdict.PROVEN);
  }

  /** Awaits a verdict about no less than all events that ingest has acknowledged. */
  Report awaitVerdict(Target target, Verdict verdict) {
    await("verdict of " + target.name())
        .atMost(Arena.LIMIT)
        .untilAsserted(
            () -> {
              Report report = report(target);
              assertThat(report.verdict()).as(describe(target, report)).isEqualTo(verdict);
              assertThat(report.source().observed())
                  .as(describe(target, report))
                  .isGreaterThanOrEqualTo(target.sent());
              assertThat(report.isJudged()).as(describe(target, report)).isTrue();
            });
    return report(target);
  }

  /** Fails unless each stage has read so much, which shows that reading goes on. */
  void awaitConsumed(Target target, long records) {
    await("records that the audit has read of " + target.name())
        .atMost(Arena.LIMIT)
        .untilAsserted(
            () -> {
              Report report = report(target);
              assertThat(report.stages())
                  .as(describe(target, report))
                  .allSatisfy(
                      stage -> {
                        assertThat(stage.consumed()).isGreaterThanOrEqualTo(records);
                        assertThat(stage.pending()).isZero();
                      });
            });
  }

  /** Fails unless it comes to a verdict that does not say proven. */
  Report awaitNotProven(Target target) {
    await("verdict of " + target.name())
        .atMost(Arena.LIMIT)
        .untilAsserted(
            () -> {
              Report report = report(target);
              assertThat(report.verdict())
                  .as(describe(target, report))
                  .isNotEqualTo(Verdict.PROVEN);
            });
    return report(target);
  }

  /** Fails if the pipeline is once, within some time, reported to be what it is not. */
  void neverReports(Target target, Predicate<Report> wrong, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    await("what is never reported of " + target.name())
        .pollInterval(POLL)
        .atMost(time.plus(Arena.LIMIT))
        .until(
            () -> {
              Report report = report(target);
              assertThat(wrong.test(report)).as(describe(target, report)).isFalse();
              return System.nanoTime() > end;
            });
  }

  /** Awaits a finding. */
  Finding awaitFinding(Target target, Predicate<Finding> wanted, String description) {
    return awaitFinding(target, wanted, description, Arena.LIMIT);
  }

  /** Awaits a finding, as long as the audit lives. */
  Finding awaitFinding(
      Target target, Predicate<Finding> wanted, String description, Duration limit) {
    return await(description)
        .atMost(limit)
        .until(
            () -> {
              assertThat(service.process().death()).isEmpty();
              return findings(target).stream().filter(wanted).findFirst();
            },
            Optional::isPresent)
        .orElseThrow();
  }

  /** Awaits a finding of a kind about the emission of that origin. */
  Finding awaitFinding(Target target, String kind, String origin) {
    return awaitFinding(
        target,
        finding -> finding.kind().equals(kind) && origin.equals(finding.origin()),
        kind + " " + origin);
  }

  /** Fails if an anomaly was found that the logs do not show. */
  void findsNoViolation(Target target) {
    assertThat(findings(target))
        .as(target.name())
        .extracting(Finding::kind)
        .isSubsetOf(NO_VIOLATIONS);
  }

  List<Finding> findings(Target target) {
    return ServiceGroup.findings(audit(target));
  }

  Report report(Target target) {
    AuditClient audit = audit(target);
    Optional<Report> report = audit.report();
    return report.orElseThrow(
        () -> new AssertionError(target.name() + " has no report: " + audit.problem() + death()));
  }

  /** A member of a report that this bench does not know; null if it is not there. */
  static @Nullable JsonNode member(Report report, String name) {
    return MAPPER.readTree(report.json()).get(name);
  }

  /** Whether the gate says that all is proven up to an event time. */
  boolean reaches(Target target, Instant through, Duration wait) {
    String call =
        "/v1/pipelines/%s/proof?through=%s&wait=%sms"
            .formatted(target.name(), through, wait.toMillis());
    HttpResponse<String> answer = get(call);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return MAPPER.readTree(answer.body()).path("reached").asBoolean();
  }

  /** Fails if a call about the pipeline or a record of it fails inside the audit. */
  void answersAbout(Target target, TopicPartition partition, long offset) {
    String pipeline = "/v1/pipelines/" + target.name();
    assertAnswered(pipeline + "/report");
    assertAnswered(pipeline + "/findings?limit=1000");
    assertAnswered(pipeline + "/messages?source=/uploads/1&id=/uploads/1%231");
    assertAnswered(pipeline + "/messages?source=/uploads/2&id=/uploads/2%231");
    assertAnswered(
        "/v1/lineage/%s/%s/%s?direction=both"
            .formatted(partition.topic(), partition.partition(), offset));
    findings(target).forEach(finding -> assertAnswered("/v1/findings/" + finding.id()));
  }

  private void assertAnswered(String call) {
    HttpResponse<String> answer = get(call);
    assertThat(answer.statusCode()).as(call + ": " + answer.body()).isLessThan(500);
  }

  private HttpResponse<String> get(String call) {
    try {
      return client.send(
          HttpRequest.newBuilder(service.address().resolve(call))
              .timeout(Duration.ofMinutes(1))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(call + death(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private AuditClient audit(Target target) {
    return services.client(service, target.name());
  }

  private String describe(Target target, Report report) {
    return findings(target).stream().limit(5).toList() + " " + report.json();
  }

  private String death() {
    return service.process().death().map(death -> System.lineSeparator() + death).orElse("");
  }

  @Override
  public String toString() {
    return service.process().name();
  }
}
