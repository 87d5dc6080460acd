package io.streamproof.verification.adversary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Verdict;
import io.streamproof.verification.tamper.Tampering;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Logs that lose records as logs do, by retention, deletion, compaction, or become other logs:
 * evidence that is gone makes nothing proven and nothing violated, and reading goes on.
 */
class ChangedLogST {
  private static final int EVENTS = 300;
  private static final int FEW = 10;
  private static final int GONE = Block.SIZE;
  private static final String HEAP = "512m";
  private static final Duration WATCH = Duration.ofSeconds(3);

  @RegisterExtension
  static final Arena arena =
      new Arena("changed")
          .with("output-recreated", Stages.DOUBLED)
          .with("output-refilled", Stages.DOUBLED)
          .with("source-recreated", Stages.DOUBLED)
          .with("claims-recreated", Stages.DOUBLED)
          .with("begun-source", Stages.DOUBLED)
          .with("begun-output", Stages.DOUBLED)
          .with("begun-all", Stages.DOUBLED)
          .with("accepted-source", Stages.DOUBLED)
          .with("accepted-output", Stages.DOUBLED)
          .with("accepted-all", Stages.DOUBLED)
          .with("accepted-state", Stages.SUMMED)
          .with("unread-deleted", Stages.DOUBLED)
          .with("read-deleted", Stages.DOUBLED)
          .with("undecodable", Stages.DOUBLED)
          .with("source-compacted", Stages.DOUBLED)
          .with("output-compacted", Stages.DOUBLED);

  @Test
  void noticesThatAnOutputWasReplacedByAnEmptyOne() {
    Target target = arena.target("output-recreated");
    AuditInstance audit = proven(target);

    arena.hostile().recreate(target.output().topic(), 1);
    audit.awaitNotProven(target);
    target.uploadAndProcess(FEW);
    // What was proven stood there when it was read; the evidence is gone, so nothing is LOST. The
    // offsets of the new log mean other records, so it is not read, and its stage is not judged.
    audit.neverReports(target, report -> report.verdict() != Verdict.UNKNOWN, WATCH);
    audit.findsNoViolation(target);
    assertThat(String.valueOf(AuditInstance.member(audit.report(target), "why")))
        .contains("created again");
    audit.answersAbout(target, target.output(), 0);
    audit.judgesBystanders();
  }

  @Test
  void doesNotProveAnOutputThatWasReplacedByForgeries() {
    Target target = arena.target("output-refilled");
    AuditInstance audit = proven(target);
    ConsumerRecord<byte[], byte[]> honest = arena.hostile().last(target.output());
    List<ProducerRecord<byte[], byte[]>> forged = new ArrayList<>();
    // As many as end where the old log did, so that nothing is new to who only counts offsets.
    for (long n = arena.hostile().end(target.output()); n > 0; n--) {
      forged.add(
          new ProducerRecord<>(
              honest.topic(),
              0,
              honest.timestamp(),
              honest.key(),
              "{\"n\":-1}".getBytes(UTF_8),
              honest.headers()));
    }

    arena.hostile().recreate(target.output().topic(), 1);
    arena.hostile().sendAll(forged);
    audit.awaitNotProven(target);
    audit.neverReports(target, report -> report.verdict() == Verdict.PROVEN, WATCH);
    audit.answersAbout(target, target.output(), 0);
    audit.judgesBystanders();
  }

  @Test
  void reportsAcknowledgedEventsOfASourceThatWasReplaced() {
    Target target = arena.target("source-recreated");
    AuditInstance audit = proven(target);
    List<ProducerRecord<byte[], byte[]>> others = others(target, EVENTS + GONE);

    arena.hostile().recreate(target.source().topic(), 1);
    arena.hostile().sendAll(others);
    audit.awaitFinding(
        target,
        finding -> List.of("LOST_AT_SOURCE", "UNVERIFIABLE").contains(finding.kind()),
        "acknowledged events that are no longer there");
    audit.neverReports(target, report -> report.verdict() == Verdict.PROVEN, WATCH);
    // The stage has never had the chance to lose what stands in the new log.
    assertThat(audit.findings(target))
        .noneMatch(finding -> List.of("LOST", "PHANTOM").contains(finding.kind()));
    audit.answersAbout(target, target.source(), 0);
    audit.judgesBystanders();
  }

  @Test
  void judgesStagesOnAfterTheClaimsTopicWasReplaced() {
    Target target = arena.target("claims-recreated");
    AuditInstance audit = proven(target);

    arena.hostile().recreate(target.claims().topic(), 1);
    audit.awaitNotProven(target);
    target.uploadAndProcess(FEW);
    audit.awaitConsumed(target, EVENTS + FEW);
    // Claims that stood in the old log and were not read are gone, so nothing of it is proven.
    audit.neverReports(target, report -> report.verdict() != Verdict.UNKNOWN, WATCH);
    audit.findsNoViolation(target);
    assertThat(String.valueOf(AuditInstance.member(audit.report(target), "why")))
        .contains("created again");
    findsDuplicateOfLast(target, audit);
    audit.judgesBystanders();
  }

  @ParameterizedTest
  @ValueSource(strings = {"source", "output", "all"})
  void doesNotProveWhatBeganBeforeALedger(String gone) {
    Target target = arena.target("begun-" + gone);
    target.uploadAndProcess(EVENTS);
    loseBeginning(target, gone);

    AuditInstance audit = arena.freshAudit(target);
    audit.awaitConsumed(target, gone.equals("output") ? EVENTS : EVENTS - GONE);
    audit.neverReports(target, report -> report.verdict() != Verdict.UNKNOWN, WATCH);
    audit.findsNoViolation(target);
    assertSaysWhy(target, audit);
    assertThat(String.valueOf(AuditInstance.member(audit.report(target), "why")))
        .contains("accept-baseline");
    target.uploadAndProcess(FEW);
    findsDuplicateOfLast(target, audit);
    audit.answersAbout(target, target.source(), 0);
    audit.judgesBystanders();
    audit.stop();
  }

  private static void loseBeginning(Target target, String gone) {
    if (!gone.equals("output")) {
      arena.hostile().deleteRecords(target.source(), GONE);
    }
    if (!gone.equals("source")) {
      arena.hostile().deleteRecords(target.output(), GONE);
    }
    if (gone.equals("all")) {
      // So that nothing at all tells of a block.
      arena.hostile().deleteRecords(target.claims(), arena.hostile().end(target.claims()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"source", "output", "all"})
  void provesWhatComesAfterABaselineThatIsAccepted(String gone) {
    Target target = arena.target("accepted-" + gone);
    target.uploadAndProcess(EVENTS);
    loseBeginning(target, gone);

    AuditInstance audit = arena.freshAudit(HEAP, accepting(target), target);
    Report report = awaitProvenSince(target, audit);
    assertThat(report.findings()).as(report.json()).isZero();
    JsonNode covered =
        Objects.requireNonNull(AuditInstance.member(report, "provenSince")).path("partitions");
    assertThat(covered.path(0).path("topic").asString()).isEqualTo(target.source().topic());
    long first = covered.path(0).path("offset").asLong();
    assertThat(first).isEqualTo(gone.equals("source") ? GONE : EVENTS);

    target.uploadAndProcess(FEW);
    awaitProvenSince(target, audit);
    target.upload(FEW);
    target
        .standIn(target.stage(), Tampering.at(0, EVENTS + FEW + 2, Tampering.remove()))
        .process(FEW);
    audit.awaitFinding(target, "LOST", target.stage() + ":0@" + (EVENTS + FEW + 2) + "#0");
    assertThat(audit.findings(target)).hasSize(1);
    audit.answersAbout(target, target.source(), 0);
    audit.judgesBystanders();
    audit.stop();
  }

  @Test
  void saysThatAStateFollowsFromWhatWasBeforeABaseline() {
    Target target = arena.target("accepted-state");
    target.uploadAndProcess(EVENTS);
    arena.hostile().deleteRecords(target.source(), GONE);

    AuditInstance audit = arena.freshAudit(HEAP, accepting(target), target);
    audit.awaitFinding(
        target, finding -> finding.kind().equals("UNVERIFIABLE"), "the state that is unknown");
    target.uploadAndProcess(FEW);
    audit.awaitConsumed(target, 0);
    audit.neverReports(target, report -> report.verdict() != Verdict.UNKNOWN, WATCH);
    assertThat(audit.findings(target)).hasSize(1);
    assertThat(String.valueOf(AuditInstance.member(audit.report(target), "why")))
        .contains("keeps a state", "new name");
    audit.judgesBystanders();
    audit.stop();
  }

  private static Map<String, String> accepting(Target target) {
    return Map.of("STREAMPROOF_AUDIT_ACCEPTBASELINE", target.name());
  }

  /** Proven, up to now, with a baseline that is reported. */
  private static Report awaitProvenSince(Target target, AuditInstance audit) {
    Instant since = Instant.now();
    await("verdict of " + target.name())
        .atMost(Arena.LIMIT)
        .untilAsserted(
            () -> {
              Report report = audit.report(target);
              assertThat(report.verdict()).as(report.json()).isEqualTo(Verdict.PROVEN);
              assertThat(report.isJudged()).as(report.json()).isTrue();
              JsonNode asOf = Objects.requireNonNull(AuditInstance.member(report, "asOf"));
              assertThat(Instant.parse(asOf.asString())).as(report.json()).isAfter(since);
              JsonNode baseline = AuditInstance.member(report, "provenSince");
              assertThat(baseline != null && baseline.isObject()).as(report.json()).isTrue();
            });
    return audit.report(target);
  }

  @Test
  void doesNotCallEmissionsLostThatWereDeletedUnread() {
    Target target = arena.target("unread-deleted");
    AuditInstance audit = arena.freshAudit(target);
    target.uploadAndProcess(EVENTS);
    audit.awaitProven(target);
    audit.stop();
    target.uploadAndProcess(EVENTS);
    arena.hostile().deleteRecords(target.output(), arena.hostile().end(target.output()));
    audit.restart();

    audit.awaitFinding(
        target, finding -> finding.kind().equals("UNVERIFIABLE"), "the deleted emissions");
    audit.awaitConsumed(target, 2 * EVENTS);
    audit.findsNoViolation(target);
    assertThat(audit.report(target).verdict()).isEqualTo(Verdict.UNKNOWN);
    target.uploadAndProcess(FEW);
    findsDuplicateOfLast(target, audit);
    audit.judgesBystanders();
    audit.stop();
  }

  @Test
  void doesNotCallEmissionsLostThatWereDeletedOnceRead() {
    Target target = arena.target("read-deleted");
    AuditInstance audit = proven(target);
    arena.hostile().deleteRecords(target.output(), arena.hostile().end(target.output()));
    target.uploadAndProcess(EVENTS);
    audit.awaitConsumed(target, 2 * EVENTS);

    // In a block of which the beginning was read, and is gone now that it is to be investigated.
    List<ConsumerRecord<byte[], byte[]>> left = arena.hostile().records(target.output().topic());
    ConsumerRecord<byte[], byte[]> first = left.get(0);
    arena.hostile().send(HostileClient.copy(first));
    audit.awaitFinding(
        target,
        finding -> finding.kind().equals("DUPLICATED") && origin(first).equals(finding.origin()),
        "the duplicate beside deleted emissions");
    audit.awaitVerdict(target, Verdict.VIOLATED);
    assertThat(audit.findings(target))
        .noneMatch(finding -> List.of("LOST", "PHANTOM").contains(finding.kind()));
    audit.answersAbout(target, target.output(), 0);
    audit.judgesBystanders();
  }

  @Test
  void readsOnBehindABatchThatCannotBeDecoded() {
    Target target = arena.target("undecodable");
    target.uploadAndProcess(FEW);
    target.uploadAndProcess(FEW);
    target.uploadAndProcess(FEW);
    // In the second of three batches, whose checksum is wrong from now on.
    arena.damage(target.output(), target.stage() + ":0@" + (FEW + 1) + "#0;");

    AuditInstance audit = arena.freshAudit(target);
    audit.awaitFinding(
        target, finding -> finding.kind().equals("UNVERIFIABLE"), "the damaged batch");
    audit.awaitConsumed(target, 3 * FEW);
    audit.findsNoViolation(target);
    assertThat(audit.report(target).verdict()).isEqualTo(Verdict.UNKNOWN);
    // What shares a segment with the damaged batch is UNVERIFIABLE with it; this does not.
    target.uploadAndProcess(FEW);
    findsDuplicateOfLast(target, audit);
    audit.answersAbout(target, target.source(), FEW + 1);
    audit.judgesBystanders();
    audit.stop();
  }

  /** The brokers' cleaner looks for work only each 15 s: one wait for both. */
  @Test
  void doesNotJudgeByTopicsThatAreCompacted() {
    Target source = arena.target("source-compacted");
    Target output = arena.target("output-compacted");
    compact(source, source.source());
    compact(output, output.output());
    awaitCompaction(source.source());
    awaitCompaction(output.output());

    AuditInstance audit = arena.freshAudit(source, output);
    audit.awaitConsumed(output, output.sent());
    audit.awaitConsumed(source, 1);
    for (Target target : List.of(source, output)) {
      audit.neverReports(target, report -> report.verdict() != Verdict.UNKNOWN, WATCH);
      audit.findsNoViolation(target);
      assertSaysWhy(target, audit);
    }
    audit.judgesBystanders();
    audit.stop();
  }

  /** A pipeline in which all is well so far, and its audit. */
  private static AuditInstance proven(Target target) {
    AuditInstance audit = arena.audit(target);
    target.uploadAndProcess(EVENTS);
    Report report = audit.awaitProven(target);
    assertThat(report.findings()).as(report.json()).isZero();
    return audit;
  }

  private static void findsDuplicateOfLast(Target target, AuditInstance audit) {
    ConsumerRecord<byte[], byte[]> last = arena.hostile().last(target.output());
    arena.hostile().send(HostileClient.copy(last));
    audit.awaitFinding(target, "DUPLICATED", origin(last));
  }

  private static String origin(ConsumerRecord<byte[], byte[]> record) {
    return Objects.requireNonNull(
            Origin.parse(record.headers().lastHeader(HeaderNames.ORIGIN).value()))
        .id();
  }

  private static void assertSaysWhy(Target target, AuditInstance audit) {
    JsonNode why = AuditInstance.member(audit.report(target), "why");
    assertThat(why == null ? 0 : why.size()).as("reasons for UNKNOWN").isPositive();
  }

  /** So many other events than those that the source holds. */
  private static List<ProducerRecord<byte[], byte[]>> others(Target target, int events) {
    ConsumerRecord<byte[], byte[]> honest = arena.hostile().last(target.source());
    List<ProducerRecord<byte[], byte[]>> others = new ArrayList<>();
    for (int n = 0; n < events; n++) {
      ProducerRecord<byte[], byte[]> other = HostileClient.copy(honest);
      other.headers().remove(HeaderNames.ID).add(HeaderNames.ID, ("other-" + n).getBytes(UTF_8));
      others.add(other);
    }
    return others;
  }

  private static void compact(Target target, TopicPartition partition) {
    arena
        .hostile()
        .configure(
            partition.topic(),
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.SEGMENT_MS_CONFIG,
                "100",
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                "0.001"));
    target.uploadAndProcess(EVENTS);
    // The newest segment is never compacted; an event of a later time begins another.
    target.uploadAndProcess(1);
  }

  private static void awaitCompaction(TopicPartition partition) {
    await("compaction of " + partition)
        .atMost(Arena.LIMIT.multipliedBy(2))
        .until(() -> arena.hostile().count(partition.topic()) < EVENTS / 2);
  }
}
