package io.streamproof.verification.adversary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.Tally;
import io.streamproof.verification.stack.Report.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records such as no honest service writes, in each topic of a pipeline: whatever they are, they
 * are read over, what stands behind them is judged, and so is every other pipeline.
 */
class HostileRecordST {
  private static final int SOME = 3;
  private static final long NOWHERE = 10_000;

  /** Behind every honest event, and before what a forged time may claim. */
  private static final Instant FAR = Instant.parse("2200-01-01T00:00:00Z");

  @RegisterExtension static final Arena arena = arena();

  @ParameterizedTest
  @MethodSource("attacks")
  void neitherBlindsTheAuditNorOpensTheGate(HostileRecord attack) {
    Target target = arena.target(attack.name());
    AuditInstance audit = arena.audit(target);
    target.upload(SOME);
    audit.awaitProven(target);

    long at = sendToSource(target, attack);
    target.upload(SOME);
    audit.awaitConsumed(target, 2 * SOME);
    // A foreign record in the source is no anomaly; what cannot be digested is UNVERIFIABLE.
    audit.findsNoViolation(target);
    assertThat(audit.report(target).verdict()).isNotEqualTo(Verdict.VIOLATED);
    assertThat(audit.reaches(target, FAR, Duration.ZERO)).as("gate far ahead").isFalse();
    audit.answersAbout(target, target.source(), at);
    findsDuplicateOfWhatFollowed(target, audit, at);

    long forged = sendToOtherTopics(target, attack);
    target.upload(SOME);
    findsWhatIsPlantedBehind(target, audit);
    audit.awaitVerdict(target, Verdict.VIOLATED);
    audit.answersAbout(target, target.output(), forged);
    audit.judgesBystanders();
  }

  private static Arena arena() {
    Arena arena = new Arena("hostile");
    HostileRecord.all().forEach(attack -> arena.live(attack.name(), Stages.FORWARDED));
    return arena;
  }

  static List<HostileRecord> attacks() {
    return HostileRecord.all();
  }

  private static long sendToSource(Target target, HostileRecord attack) {
    ProducerRecord<byte[], byte[]> record =
        HostileClient.copy(arena.hostile().last(target.source()));
    record.headers().remove(HeaderNames.ID).add(HeaderNames.ID, "hostile".getBytes(UTF_8));
    return arena.hostile().send(attack.of(record));
  }

  /** Whether it was forwarded or became a dead letter: twice is once too often. */
  private static void findsDuplicateOfWhatFollowed(Target target, AuditInstance audit, long at) {
    ConsumerRecord<byte[], byte[]> followed =
        await("what follows from the hostile record")
            .atMost(Arena.LIMIT)
            .until(() -> following(target, at), Optional::isPresent)
            .orElseThrow();
    arena.hostile().send(HostileClient.copy(followed));
    String origin = origin(followed).id();
    audit.awaitFinding(
        target,
        finding -> origin.equals(finding.origin()) || finding.kind().equals("UNVERIFIABLE"),
        "a finding about " + origin);
  }

  private static Optional<ConsumerRecord<byte[], byte[]>> following(Target target, long at) {
    return Stream.of(target.output(), target.deadLetters())
        .flatMap(partition -> arena.hostile().records(partition.topic()).stream())
        .filter(record -> origin(record).offset() == at)
        .findFirst();
  }

  /** Writes it where stages and ingest write; its offset in the output. */
  private static long sendToOtherTopics(Target target, HostileRecord attack) {
    HostileClient client = arena.hostile();
    ConsumerRecord<byte[], byte[]> honest = client.last(target.output());
    long forged = client.send(attack.of(HostileClient.copy(honest)));
    client.send(attack.of(at(target.deadLetters(), HostileClient.copy(honest))));
    client.send(attack.of(HostileClient.copy(client.last(target.claims()))));
    return forged;
  }

  private static void findsWhatIsPlantedBehind(Target target, AuditInstance audit) {
    HostileClient client = arena.hostile();
    // Sent events and the hostile one; the last of them has been forwarded.
    long last = target.sent();
    ConsumerRecord<byte[], byte[]> honest =
        await("the last event's emission")
            .atMost(Arena.LIMIT)
            .until(() -> following(target, last), Optional::isPresent)
            .orElseThrow();
    client.send(HostileClient.copy(honest));
    audit.awaitFinding(target, "DUPLICATED", origin(honest).id());

    Claim claim = Claim.of(0, NOWHERE, new long[] {1, 0, 0, 0}, new Tally(1, 42, 42));
    client.send(new ProducerRecord<>(target.claims().topic(), 0, claim.key(), claim.toJson()));
    audit.awaitFinding(
        target, finding -> finding.kind().equals("LOST_AT_SOURCE"), "the unmet claim");
  }

  private static ProducerRecord<byte[], byte[]> at(
      TopicPartition partition, ProducerRecord<byte[], byte[]> record) {
    return new ProducerRecord<>(
        partition.topic(),
        partition.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  private static Origin origin(ConsumerRecord<byte[], byte[]> record) {
    Origin origin =
        Origin.parse(
            record.headers().lastHeader(HeaderNames.ORIGIN) == null
                ? null
                : record.headers().lastHeader(HeaderNames.ORIGIN).value());
    return origin == null ? new Origin("none", 0, -1, 0, "", 0) : origin;
  }
}
