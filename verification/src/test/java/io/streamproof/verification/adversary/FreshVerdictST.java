package io.streamproof.verification.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Verdict;
import io.streamproof.verification.stack.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Verdict and gate cover what was acknowledged before they were asked, always; and yet they come
 * soon while input goes on.
 */
class FreshVerdictST {
  private static final int SOME = 20;
  private static final Duration SOON = Duration.ofSeconds(5);

  /**
   * After so long without a frontier that is judged, a verdict is UNKNOWN; and the reading of it.
   */
  private static final Duration STALE = Duration.ofSeconds(15);

  private static final Duration WATCH = Duration.ofSeconds(3);
  private static final int ROUNDS = 5;
  private static final int PARTITIONS = 4;

  @RegisterExtension
  static final Arena arena =
      new Arena("fresh")
          .with("stopped", Stages.DOUBLED)
          .with("unmoved", Stages.DOUBLED)
          .live("slow-input", PARTITIONS, Stages.DOUBLED)
          .live("constant-input", Stages.DOUBLED);

  @Test
  void neitherReportNorGateCoversAnEventThatItsStageHasNotProcessed() {
    Target target = arena.target("stopped");
    Service operator = arena.prepareOperators("stopped", target.name() + "/*");
    arena.start(operator);
    AuditInstance audit = arena.audit(target);
    target.upload(SOME);
    audit.awaitProven(target);
    Instant through = Target.time(SOME - 1);
    assertThat(audit.reaches(target, through, SOON)).isTrue();

    for (int round = 0; round < ROUNDS; round++) {
      operator.process().pause();
      // Older than the newest that is proven, so that the gate has to cover it.
      target.upload(List.of(Target.payload(round)));
      Instant acknowledged = Instant.now();
      assertThat(audit.reaches(target, through, Duration.ZERO))
          .as("gate while an acknowledged event is not processed")
          .isFalse();
      Report report = audit.report(target);
      assertThat(report.verdict() == Verdict.PROVEN && !isAsOfBefore(report, acknowledged))
          .as("proven, not as of before: " + report.json())
          .isFalse();
      operator.process().resume();
      assertThat(audit.reaches(target, through, Arena.LIMIT)).isTrue();
    }
    operator.process().pause();
    target.upload(1);
    await("no verdict on what nobody has processed for long")
        .atMost(STALE)
        .untilAsserted(() -> assertThat(audit.report(target).verdict()).isEqualTo(Verdict.UNKNOWN));
    audit.neverReports(target, report -> report.verdict() != Verdict.UNKNOWN, WATCH);
    audit.judgesBystanders();
    operator.process().resume();
    audit.awaitProven(target);
  }

  /** Newer events that wait take nothing back of what is proven. */
  @Test
  void provenThroughDoesNotGoBack() {
    Target target = arena.target("unmoved");
    Service operator = arena.prepareOperators("unmoved", target.name() + "/*");
    arena.start(operator);
    AuditInstance audit = arena.audit(target);
    target.upload(1);
    audit.awaitProven(target);
    Instant before = Instant.parse(String.valueOf(audit.report(target).provenThrough()));
    operator.process().pause();
    target.upload(1);
    audit.neverReports(
        target,
        report ->
            report.provenThrough() == null
                || Instant.parse(report.provenThrough()).isBefore(before),
        WATCH);
    operator.process().resume();
    audit.awaitProven(target);
  }

  private static boolean isAsOfBefore(Report report, Instant acknowledged) {
    JsonNode asOf = AuditInstance.member(report, "asOf");
    return asOf != null && !asOf.isNull() && Instant.parse(asOf.asString()).isBefore(acknowledged);
  }

  @Test
  void opensTheGateInSecondsThoughEventsKeepComingSlowly() {
    Target target = arena.target("slow-input");
    AuditInstance audit = arena.audit(target);
    // 3 events a second and partition: a block of 256 takes 85 s.
    try (Feed feed = new Feed(target, Duration.ofMillis(333 / PARTITIONS))) {
      for (int round = 0; round < ROUNDS; round++) {
        Instant acknowledged = feed.awaitNext();
        long asked = System.nanoTime();
        assertThat(audit.reaches(target, acknowledged, Arena.LIMIT)).as("gate").isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
            .as("wait at the gate")
            .isLessThan(SOON);
      }
      audit.judgesBystanders();
    }
    audit.awaitProven(target);
  }

  @Test
  void isProvenUnderConstantInput() {
    Target target = arena.target("constant-input");
    AuditInstance audit = arena.audit(target);
    try (Feed feed = new Feed(target, Duration.ofMillis(50))) {
      feed.awaitNext();
      await("a verdict that holds while input goes on")
          .atMost(Arena.LIMIT)
          .during(WATCH)
          .untilAsserted(
              () -> {
                feed.requireRunning();
                Report report = audit.report(target);
                assertThat(report.verdict()).as(report.json()).isEqualTo(Verdict.PROVEN);
              });
    }
    audit.awaitProven(target);
  }

  /** Sends an event after the other, each at its time. */
  private static final class Feed implements AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<Instant> acknowledged = new AtomicReference<>(Instant.MIN);
    private final Future<?> sending;

    Feed(Target target, Duration pause) {
      sending =
          thread.scheduleAtFixedRate(
              () -> {
                target.upload(1);
                acknowledged.set(Target.time(target.sent() - 1));
              },
              0,
              pause.toMillis(),
              TimeUnit.MILLISECONDS);
    }

    /** The time of an event that is acknowledged from now on. */
    Instant awaitNext() {
      Instant before = acknowledged.get();
      return await("the next event").until(acknowledged::get, time -> time.isAfter(before));
    }

    void requireRunning() {
      assertThat(sending.isDone()).as("sending has failed").isFalse();
    }

    @Override
    public void close() {
      thread.shutdown();
      await("the end of sending").atMost(Arena.LIMIT).until(thread::isTerminated);
    }
  }
}
