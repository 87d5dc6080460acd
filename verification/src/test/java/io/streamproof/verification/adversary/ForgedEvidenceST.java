package io.streamproof.verification.adversary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.operator.MemoryState;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import io.streamproof.pipeline.tally.Block;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.ContentHash;
import io.streamproof.pipeline.tally.Tally;
import io.streamproof.verification.stack.Finding;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Verdict;
import io.streamproof.verification.tamper.StandIn;
import io.streamproof.verification.tamper.Tampering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Claims, emissions and transactions that are forged or merely unusual: what is wrong is found,
 * what is right stays proven, and no other pipeline waits.
 */
class ForgedEvidenceST {
  private static final int SOME = 5;
  private static final long NOWHERE = 10_000;
  private static final int MANY = 20_000;
  private static final int BEFORE_FORGERY = 100;
  private static final int FORGED_OFFSET = 19_000;
  private static final int MOST_FINDINGS = 10;
  private static final int FOREIGN_BLOCKS = 1_100;
  private static final Duration WATCH = Duration.ofSeconds(5);

  private static final Map<String, Consumer<Headers>> HEADER_ATTACKS =
      Map.of(
          "state-forged", headers -> set(headers, HeaderNames.TRACESTATE, "evil=1"),
          "state-dropped", headers -> headers.remove(HeaderNames.TRACESTATE),
          "version-forged", headers -> set(headers, HeaderNames.SPEC_VERSION, "0.1"),
          "version-dropped", headers -> headers.remove(HeaderNames.SPEC_VERSION),
          "subject-forged", headers -> set(headers, "ce_subject", "nobody"),
          "arrived-forged", headers -> set(headers, HeaderNames.ARRIVED, "1"),
          "arrived-dropped", headers -> headers.remove(HeaderNames.ARRIVED));

  @RegisterExtension
  static final Arena arena =
      new Arena("forged")
          .with("altered", Stages.DOUBLED)
          .with("repeated-claims", Stages.DOUBLED)
          .with("far-claims", Stages.DOUBLED)
          .with("key-12000", Stages.SUMMED)
          .with("key-65536", Stages.SUMMED)
          .with("open-output", Stages.DOUBLED)
          .with("open-source", Stages.DOUBLED)
          .with("open-claims", Stages.DOUBLED)
          .with("open-offsets", Stages.DOUBLED)
          .with("early-copy", Stages.SUMMED)
          .with("mismatch", Stages.FORWARDED)
          .withText("headers", headerStages("forged-headers"));

  @Test
  void findsAnAlteredEventThoughItsBlockHoldsAnUnclaimedRecord() {
    Target target = arena.target("altered");
    AuditInstance audit = arena.audit(target);
    target.uploadAndProcess(SOME);
    audit.awaitProven(target);

    ProducerRecord<byte[], byte[]> altered =
        event(target, "altered", "{\"n\":-1,\"customer\":\"c1\"}");
    long offset = arena.hostile().send(altered);
    claim(target, offset, Target.payload(SOME), altered);
    // As after a kill of ingest, which takes its last claims with it.
    arena.hostile().send(event(target, "unclaimed", Target.payload(SOME + 1)));
    target.process(2);

    audit.awaitFinding(
        target,
        finding -> finding.kind().equals("CORRUPTED") && finding.stage().equals("source"),
        "the altered event");
    audit.awaitVerdict(target, Verdict.VIOLATED);
    audit.judgesBystanders();
  }

  @Test
  void staysProvenWhenClaimsAreRepeatedOnceTheirBlockIsCompacted() {
    Target target = arena.target("repeated-claims");
    AuditInstance audit = arena.audit(target);
    target.uploadAndProcess(Block.SIZE + SOME);
    audit.awaitProven(target);

    List<ProducerRecord<byte[], byte[]>> claims =
        arena.hostile().records(target.claims().topic()).stream().map(HostileClient::copy).toList();
    arena.hostile().sendAll(claims);
    target.uploadAndProcess(SOME);

    Report report = audit.awaitProven(target);
    assertThat(report.source().claimed()).isEqualTo(target.sent());
    // What comes after the repeated claims is judged by claims as before.
    claimNowhere(target, NOWHERE);
    audit.awaitFinding(
        target, finding -> finding.kind().equals("LOST_AT_SOURCE"), "the unmet claim");
    audit.judgesBystanders();
  }

  @Test
  void readsOnBehindClaimsOfBlocksThatCannotBe() {
    Target target = arena.target("far-claims");
    AuditInstance audit = arena.audit(target);
    target.uploadAndProcess(SOME);
    audit.awaitProven(target);

    for (long block : new long[] {1L << 55, 1L << 56, Long.MAX_VALUE}) {
      claimNowhere(target, block);
    }
    target.uploadAndProcess(SOME);
    String origin = duplicateLast(target);

    audit.awaitFinding(target, "DUPLICATED", origin);
    Set<String> before =
        audit.findings(target).stream().map(Finding::id).collect(Collectors.toSet());
    claimNowhere(target, NOWHERE);
    audit.awaitFinding(
        target,
        finding -> finding.kind().equals("LOST_AT_SOURCE") && !before.contains(finding.id()),
        "the claim that is merely unmet");
    audit.answersAbout(target, target.claims(), 0);
    audit.judgesBystanders();
  }

  @ParameterizedTest
  @ValueSource(ints = {12_000, 65_536})
  void findsAWrongEmissionOfALongKey(int length) {
    Target target = arena.target("key-" + length);
    AuditInstance audit = arena.audit(target);
    String key = incompressible(length);
    target.upload(
        List.of(payload(0, key), payload(1, key), payload(2, "other"), payload(3, "other")));
    target
        .standIn(target.stage(), Tampering.at(0, 1, Tampering.alter("{\"orders\":7,\"total\":0}")))
        .process(target.sent());

    audit.awaitFinding(
        target,
        finding -> List.of("CORRUPTED", "DIVERGED").contains(finding.kind()),
        "the wrong emission");
    audit.awaitVerdict(target, Verdict.VIOLATED);
    audit.answersAbout(target, target.output(), 0);
    audit.judgesBystanders();
  }

  @ParameterizedTest
  @ValueSource(strings = {"output", "source", "claims", "offsets"})
  void judgesOthersWhileAForeignTransactionIsOpen(String topic) {
    Target target = arena.target("open-" + topic);
    AuditInstance audit = arena.audit(target);
    target.uploadAndProcess(SOME);
    audit.awaitProven(target);
    // Without what stands in its source, or its own offsets, a stage cannot go on.
    boolean stageWaits = List.of("source", "offsets").contains(topic);

    try (KafkaProducer<byte[], byte[]> foreign =
        arena.hostile().producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, target.name()))) {
      foreign.initTransactions();
      foreign.beginTransaction();
      disturb(target, topic, foreign);
      foreign.flush();
      target.upload(SOME);
      if (!stageWaits) {
        target.process(SOME);
      }
      audit.judgesBystanders();
      // Nobody can tell what stands behind it, so it is not proven, in the claims neither.
      audit.awaitNotProven(target);
      audit.judgesBystanders();
      audit.findsNoViolation(target);
      foreign.abortTransaction();
    }
    if (stageWaits) {
      target.process(SOME);
    }
    audit.awaitProven(target);
    audit.findsNoViolation(target);
  }

  private static void disturb(Target target, String topic, KafkaProducer<byte[], byte[]> foreign) {
    if (topic.equals("offsets")) {
      foreign.sendOffsetsToTransaction(
          Map.of(target.source(), new OffsetAndMetadata(1)), arena.hostile().group(target.group()));
      return;
    }
    TopicPartition partition =
        switch (topic) {
          case "output" -> target.output();
          case "source" -> target.source();
          default -> target.claims();
        };
    // What fails here fails the transaction's end.
    var unused = foreign.send(HostileClient.copy(arena.hostile().last(partition)));
  }

  @Test
  void judgesAStatefulStageInLinearTimeBehindAForgedEarlyCopy() {
    Target target = arena.target("early-copy");
    AuditInstance audit = arena.audit(target);
    target.uploadAndProcess(BEFORE_FORGERY);
    ConsumerRecord<byte[], byte[]> last = arena.hostile().last(target.output());
    ProducerRecord<byte[], byte[]> forged = HostileClient.copy(last);
    Origin origin = new Origin(target.stage(), 0, FORGED_OFFSET, 0, target.pipeline().hash(), 1);
    forged.headers().remove(HeaderNames.ORIGIN).add(HeaderNames.ORIGIN, origin.toBytes());
    arena.hostile().send(forged);
    target.uploadAndProcess(MANY - BEFORE_FORGERY);

    audit.judgesBystanders();
    audit.awaitVerdict(target, Verdict.VIOLATED);
    audit.awaitFinding(
        target, finding -> origin.id().equals(finding.origin()), "the forged early copy");
    // The forged one is wrong, not the thousands that stand behind it.
    assertThat(audit.report(target).findings()).isLessThan(MOST_FINDINGS);
    audit.judgesBystanders();
  }

  @Test
  void doesNotCallForeignRecordsViolationsHoweverManyTheyAre() {
    Target target = arena.target("mismatch");
    fillByAnotherSpecification(target);
    // It investigates so slowly that blocks pile up.
    AuditInstance audit =
        arena.freshAudit("512m", Map.of("STREAMPROOF_AUDIT_INVESTIGATIONS", "1"), target);

    await("all of " + FOREIGN_BLOCKS + " blocks")
        .atMost(Arena.LIMIT.multipliedBy(2))
        .until(
            () -> {
              Report report = audit.report(target);
              assertThat(report.verdict()).as(report.json()).isEqualTo(Verdict.UNKNOWN);
              return report.source().observed() == (long) FOREIGN_BLOCKS * Block.SIZE;
            });
    audit.awaitFinding(
        target, finding -> finding.kind().equals("UNVERIFIABLE"), "the other specification");
    audit.neverReports(target, report -> report.verdict() != Verdict.UNKNOWN, WATCH);
    audit.findsNoViolation(target);
    audit.judgesBystanders();
    audit.stop();
  }

  /** Which is why "What it does not prove" in docs/ARCHITECTURE.md names them. */
  @Test
  void provesNothingOfHeadersThatTheTallyLeavesOut() {
    Target target = arena.target("headers");
    AuditInstance audit = arena.audit(target);
    for (int n = 0; n < SOME; n++) {
      target.sendEvent(
          Map.of(
              "ce-traceparent",
              String.format(Locale.ROOT, "00-%032x-%016x-00", n + 1, n + 1),
              "ce-tracestate",
              "honest=" + n));
    }
    assertThat(arena.hostile().last(target.source()).headers().lastHeader(HeaderNames.TRACESTATE))
        .isNotNull();
    HEADER_ATTACKS.forEach(
        (stage, attack) ->
            target
                .standIn(stage, Tampering.at(0, 1, (output, honest) -> changed(honest, attack)))
                .process(SOME));
    target.process("untouched", SOME);

    audit.awaitProven(target);
    // Latency is counted from the arrival that a record claims.
    assertThat(audit.findings(target))
        .allMatch(finding -> finding.kind().equals("LATE"))
        .allMatch(finding -> finding.stage().equals("arrived-forged"));
    audit.judgesBystanders();
  }

  private static List<ProducerRecord<byte[], byte[]>> changed(
      ProducerRecord<byte[], byte[]> honest, Consumer<Headers> attack) {
    attack.accept(honest.headers());
    return List.of(honest);
  }

  private static void set(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(UTF_8));
  }

  private static String headerStages(String name) {
    StringBuilder text = new StringBuilder();
    text.append("name: ").append(name).append('\n');
    text.append("latencyMax: 1h\nsource: {key: data.customer, time: data.at}\nstages:\n");
    List<String> stages = new ArrayList<>(HEADER_ATTACKS.keySet());
    stages.add("untouched");
    stages.forEach(
        stage ->
            text.append("  - {name: ")
                .append(stage)
                .append(", from: source, filter: data.n >= 0}\n"));
    return text.toString();
  }

  /** An event as ingest writes it, with an id and a payload of one's own. */
  private static ProducerRecord<byte[], byte[]> event(Target target, String id, String payload) {
    ConsumerRecord<byte[], byte[]> honest = arena.hostile().last(target.source());
    ProducerRecord<byte[], byte[]> event =
        new ProducerRecord<>(
            honest.topic(),
            honest.partition(),
            honest.timestamp(),
            honest.key(),
            payload.getBytes(UTF_8),
            new RecordHeaders(honest.headers().toArray()));
    set(event.headers(), HeaderNames.ID, id);
    return event;
  }

  /** Claims that another payload was acknowledged than stands there. */
  private static void claim(
      Target target, long offset, String acknowledged, ProducerRecord<byte[], byte[]> written) {
    Tally tally =
        ContentHash.source(
            new SourceRecord(
                written.topic(),
                0,
                offset,
                written.timestamp(),
                written.key(),
                acknowledged.getBytes(UTF_8),
                written.headers()));
    long[] words = new long[Block.SIZE / Long.SIZE];
    int bit = (int) (offset % Block.SIZE);
    words[bit / Long.SIZE] = Long.MIN_VALUE >>> bit % Long.SIZE;
    send(target, Claim.of(0, Block.number(offset), words, tally));
  }

  /** Claims an offset of a block in which no record stands. */
  private static void claimNowhere(Target target, long block) {
    send(target, Claim.of(0, block, new long[] {1, 0, 0, 0}, new Tally(1, 42, 42)));
  }

  private static void send(Target target, Claim claim) {
    arena
        .hostile()
        .send(new ProducerRecord<>(target.claims().topic(), 0, claim.key(), claim.toJson()));
  }

  /** Appends a copy of the newest emission; its origin. */
  private static String duplicateLast(Target target) {
    ConsumerRecord<byte[], byte[]> last = arena.hostile().last(target.output());
    arena.hostile().send(HostileClient.copy(last));
    Origin origin = Origin.parse(last.headers().lastHeader(HeaderNames.ORIGIN).value());
    return String.valueOf(origin == null ? null : origin.id());
  }

  private static String payload(int number, String customer) {
    return "{\"n\":%s,\"customer\":\"%s\",\"at\":%s}"
        .formatted(number, customer, Target.time(number).toEpochMilli());
  }

  private static String incompressible(int length) {
    return new Random(length)
        .ints(length, 'a', 'z' + 1)
        .mapToObj(letter -> String.valueOf((char) letter))
        .collect(Collectors.joining());
  }

  /** Blocks with an event each that is forwarded, all by a stage of another specification. */
  private static void fillByAnotherSpecification(Target target) {
    List<ProducerRecord<byte[], byte[]>> source = new ArrayList<>();
    List<ProducerRecord<byte[], byte[]>> emissions = new ArrayList<>();
    PipelineSpecification other =
        SpecificationReader.parse(
            target.name(), Stages.text(target.name(), 1, Stages.FORWARDED + Stages.DOUBLED), null);
    Stage stage = Stage.of(other, other.stage(target.stage()).orElseThrow(), CustomOperators.NONE);
    for (int offset = 0; offset < FOREIGN_BLOCKS * Block.SIZE; offset++) {
      boolean forwarded = offset % Block.SIZE == 0;
      long time = Target.time(offset).toEpochMilli();
      byte[] value = (forwarded ? "{\"n\":1}" : "{\"n\":-1}").getBytes(UTF_8);
      source.add(new ProducerRecord<>(target.source().topic(), 0, time, null, value));
      if (forwarded) {
        SourceRecord record =
            new SourceRecord(
                target.source().topic(), 0, offset, time, null, value, new RecordHeaders());
        List<OutputRecord> outputs = stage.process(record, new MemoryState());
        outputs.forEach(output -> emissions.add(StandIn.honest(output)));
      }
    }
    arena.hostile().sendAll(source);
    arena.hostile().sendAll(emissions);
    arena.hostile().commit(target.group(), target.source(), arena.hostile().end(target.source()));
    assertThat(emissions).hasSize(FOREIGN_BLOCKS);
  }
}
