package io.streamproof.verification.adversary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.OwnThread;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever one pipeline's records do to the audit, others get their verdicts as soon as ever: from
 * the acknowledgement of an event to the gate that opens for it. Prints a line for each attack.
 */
class FairnessST {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int USUAL_SAMPLES = 12;
  private static final int LEAST_SAMPLES = 6;
  private static final int COPIES = 5_000;
  private static final int EVENTS = 255;
  private static final int EMISSIONS = 1_000;

  @RegisterExtension
  static final Arena arena =
      new Arena("fair")
          .live("hostile", Stages.FORWARDED)
          .with("claims", Stages.DOUBLED)
          .with("long-key", Stages.SUMMED)
          .with("open", Stages.DOUBLED)
          .with("early-copy", Stages.SUMMED)
          .with("block", Stages.EXPLODED);

  private record Row(String attack, int samples, Duration median, Duration slowest) {}

  @Test
  void othersGetTheirVerdictsAsSoonAsEver() {
    List<Target> targets =
        List.of("hostile", "claims", "long-key", "open", "early-copy", "block").stream()
            .map(arena::target)
            .toList();
    targets.forEach(target -> target.upload(1));
    AuditInstance audit = arena.freshAudit(targets.toArray(Target[]::new));
    audit.judgesBystanders();
    List<Row> rows = new ArrayList<>();
    rows.add(row("none", samples(audit, USUAL_SAMPLES)));

    rows.add(under("hostile records", audit, FairnessST::sendHostileRecords));
    rows.add(under("claims of impossible blocks", audit, FairnessST::claimImpossibleBlocks));
    rows.add(under("an emission with a long key", audit, FairnessST::sendLongKey));
    try (KafkaProducer<byte[], byte[]> foreign = openTransaction()) {
      rows.add(under("a transaction that stays open", audit, unused -> {}));
      foreign.abortTransaction();
    }
    rows.add(under("an early copy at a stage with state", audit, FairnessST::sendEarlyCopy));
    Target block = arena.target("block");
    block.process(1);
    block.uploadAndProcessParts(EVENTS, EMISSIONS);
    rows.add(under("a duplicate in a huge block", audit, FairnessST::duplicateInBlock));

    Duration usual = rows.get(0).median();
    System.out.println(table(rows));
    assertThat(rows).allSatisfy(row -> assertThat(row.median()).isLessThan(usual.multipliedBy(2)));
  }

  /** What others' verdicts take from an attack on, and for a while. */
  private static Row under(String attack, AuditInstance audit, Consumer<AuditInstance> attacks) {
    AtomicBoolean isOver = new AtomicBoolean();
    CompletableFuture<List<Duration>> samples =
        OwnThread.call(
            () -> {
              List<Duration> taken = new ArrayList<>();
              while (!isOver.get() || taken.size() < LEAST_SAMPLES) {
                taken.addAll(samples(audit, 1));
              }
              return taken;
            });
    try {
      attacks.accept(audit);
    } finally {
      isOver.set(true);
    }
    return row(attack, samples.join());
  }

  /** The times of so many events of each bystander. */
  private static List<Duration> samples(AuditInstance audit, int count) {
    List<Duration> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      for (Target bystander : arena.bystanders()) {
        bystander.upload(1);
        long begin = System.nanoTime();
        assertThat(audit.reaches(bystander, Target.time(bystander.sent() - 1), Arena.LIMIT))
            .as("gate of %s", bystander.name())
            .isTrue();
        samples.add(Duration.ofNanos(System.nanoTime() - begin));
      }
    }
    return samples;
  }

  private static Row row(String attack, List<Duration> samples) {
    List<Duration> sorted = samples.stream().sorted().toList();
    return new Row(
        attack, sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
  }

  private static String table(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                "%s ms, slowest %s ms, of %s events: %s"
                    .formatted(
                        row.median().toMillis(),
                        row.slowest().toMillis(),
                        row.samples(),
                        row.attack()))
        .collect(joining("\n", "What others' verdicts take under attack, median:\n", ""));
  }

  private static void sendHostileRecords(AuditInstance audit) {
    Target target = arena.target("hostile");
    ConsumerRecord<byte[], byte[]> honest = arena.hostile().last(target.source());
    for (HostileRecord attack : HostileRecord.all()) {
      arena.hostile().send(attack.of(HostileClient.copy(honest)));
    }
    target.upload(1);
    awaitFinding(audit, target);
  }

  private static void claimImpossibleBlocks(AuditInstance audit) {
    Target target = arena.target("claims");
    for (long block : new long[] {1L << 55, 1L << 56, Long.MAX_VALUE}) {
      Claim claim = Claim.of(0, block, new long[] {1, 0, 0, 0}, new Tally(1, 42, 42));
      arena
          .hostile()
          .send(new ProducerRecord<>(target.claims().topic(), 0, claim.key(), claim.toJson()));
    }
    awaitFinding(audit, target);
  }

  private static void sendLongKey(AuditInstance audit) {
    Target target = arena.target("long-key");
    target.process(target.sent());
    ProducerRecord<byte[], byte[]> honest =
        HostileClient.copy(arena.hostile().last(target.output()));
    arena
        .hostile()
        .send(
            new ProducerRecord<>(
                honest.topic(),
                honest.partition(),
                honest.timestamp(),
                "k".repeat(65_536).getBytes(UTF_8),
                honest.value(),
                honest.headers()));
    awaitFinding(audit, target);
  }

  private static void awaitFinding(AuditInstance audit, Target target) {
    audit.awaitFinding(target, finding -> true, "a finding about " + target.name(), LONG);
  }

  private static KafkaProducer<byte[], byte[]> openTransaction() {
    Target target = arena.target("open");
    KafkaProducer<byte[], byte[]> foreign =
        arena.hostile().producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, target.name()));
    foreign.initTransactions();
    foreign.beginTransaction();
    var unused = foreign.send(HostileClient.copy(arena.hostile().last(target.source())));
    foreign.flush();
    target.upload(1);
    return foreign;
  }

  private static void sendEarlyCopy(AuditInstance audit) {
    Target target = arena.target("early-copy");
    target.process(1);
    ProducerRecord<byte[], byte[]> forged =
        HostileClient.copy(arena.hostile().last(target.output()));
    Origin origin = new Origin(target.stage(), 0, COPIES - 1, 0, target.pipeline().hash(), 1);
    forged.headers().remove(HeaderNames.ORIGIN).add(HeaderNames.ORIGIN, origin.toBytes());
    arena.hostile().send(forged);
    target.uploadAndProcess(COPIES);
    audit.awaitFinding(
        target, finding -> origin.id().equals(finding.origin()), "the early copy", LONG);
  }

  private static void duplicateInBlock(AuditInstance audit) {
    Target target = arena.target("block");
    arena.hostile().send(HostileClient.copy(arena.hostile().last(target.output())));
    audit.awaitFinding(
        target, finding -> finding.kind().equals("DUPLICATED"), "the duplicate", LONG);
  }
}
