package io.streamproof.verification.tamper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.Tally;
import io.streamproof.verification.stack.Finding;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Verdict;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One anomaly of each kind, planted with ordinary Kafka clients in a running pipeline: the report
 * names exactly these, each at the right stage, and leaves alone what is right.
 */
class TamperIT {
  private static final int EVENTS = 3_000;
  private static final int REPEATED = 2;
  private static final int PARTITIONS = 3;
  private static final int PARTITION = 0;
  private static final long OFFSET = 300;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Map<String, Tampering> TAMPERINGS =
      Map.ofEntries(
          Map.entry("removed", here(Tampering.remove())),
          Map.entry("repeated", here(Tampering.repeat())),
          Map.entry("altered", here(Tampering.alter("{\"n\":-1,\"customer\":\"nobody\"}"))),
          Map.entry("rekeyed", here(Tampering.rekey("nobody"))),
          Map.entry("diverted", here(Tampering.divert(PARTITIONS))),
          Map.entry("anonymous", here(Tampering.followAnonymously())),
          Map.entry("nowhere", here(Tampering.followFromNowhere())),
          Map.entry("swapped", Tampering.swap(PARTITION, OFFSET)),
          Map.entry("retraced", here(Tampering.retrace())),
          Map.entry("miscounted", Tampering.alterFrom(PARTITION, OFFSET, "{}")),
          Map.entry("copied", Tampering.NONE));

  private static final List<String> FOUND =
      List.of(
          "CORRUPTED altered",
          "CORRUPTED rekeyed",
          "DIVERGED miscounted",
          "DUPLICATED copied",
          "DUPLICATED repeated",
          "DUPLICATED_AT_SOURCE source",
          "DUPLICATED_AT_SOURCE source",
          "LOST removed",
          "LOST_AT_SOURCE source",
          "MISROUTED diverted",
          "PHANTOM anonymous",
          "PHANTOM nowhere",
          "REORDERED swapped",
          "UNTRACED retraced");

  @TempDir private Path folder;

  @Test
  void findsEachAnomalyAtItsStageAndNothingElse() throws Exception {
    try (Stack stack = Stack.start(StackOptions.of(pipeline()).without(TAMPERINGS.keySet()))) {
      upload(stack, EVENTS);
      upload(stack, REPEATED);
      runStandIns(stack);
      awaitSettled(stack, EVENTS + REPEATED);

      appendCopy(stack);
      claimWhatIsNotThere(stack);
      await().atMost(LIMIT).untilAsserted(() -> assertThat(found(stack)).isEqualTo(FOUND));
      awaitSettled(stack, EVENTS + REPEATED);

      Report report = stack.report().orElseThrow();
      assertThat(found(stack)).as(report.json()).isEqualTo(FOUND);
      assertThat(report.verdict()).isEqualTo(Verdict.VIOLATED);
      assertThat(verdicts(report))
          .containsEntry("untouched", Verdict.PROVEN)
          .containsEntry("behind", Verdict.PROVEN)
          .containsEntry("retraced", Verdict.PROVEN)
          .containsEntry("removed", Verdict.VIOLATED);
      assertThat(report.source()).isEqualTo(new Report.Source(EVENTS + 3, EVENTS + 2, 1, 2));
      assertThat(report.findings()).isEqualTo(FOUND.size());
      TamperedLineage lineage = new TamperedLineage(stack);
      lineage.marksEachFindingAtItsStep();
      lineage.marksNothingElse(PARTITION, OFFSET);
    }
  }

  private static Tampering here(Tampering tampering) {
    return Tampering.at(PARTITION, OFFSET, tampering);
  }

  private Path pipeline() throws IOException {
    Path file = folder.resolve("tamper.yml");
    try (var resource = TamperIT.class.getResourceAsStream("/tamper/pipeline.yml")) {
      return Files.write(file, Objects.requireNonNull(resource).readAllBytes());
    }
  }

  /** Uploads the first of the events; to do so again repeats their ids. */
  private void upload(Stack stack, int events) throws IOException {
    Path file = folder.resolve(events + ".ndjson");
    Files.write(
        file,
        IntStream.range(0, events)
            .mapToObj(n -> "{\"n\":%d,\"customer\":\"c%d\"}".formatted(n, n % 40))
            .toList());
    assertThat(stack.upload(file, "tills").receipt().join().accepted()).isEqualTo(events);
  }

  private static void runStandIns(Stack stack) {
    List<CompletableFuture<Void>> runs =
        TAMPERINGS.entrySet().stream()
            .map(
                entry ->
                    CompletableFuture.runAsync(
                        () ->
                            new StandIn(
                                    stack.brokers(),
                                    stack.pipeline(),
                                    entry.getKey(),
                                    entry.getValue())
                                .process(EVENTS + REPEATED)))
            .toList();
    runs.forEach(CompletableFuture::join);
  }

  private static void awaitSettled(Stack stack, long observed) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              stack.requireAlive();
              return stack
                  .report()
                  .map(
                      report ->
                          report.source().observed() == observed
                              && report.stages().stream().allMatch(s -> s.pending() == 0))
                  .orElse(false);
            });
  }

  /** Appends a copy of the first record of an output partition, long after it was proven. */
  private static void appendCopy(Stack stack) throws ExecutionException, InterruptedException {
    TopicPartition output = new TopicPartition("tamper.copied", 1);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.brokers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(output));
      consumer.seekToBeginning(List.of(output));
      ConsumerRecord<byte[], byte[]> first =
          consumer.poll(Duration.ofSeconds(30)).records(output).get(0);
      send(
          stack,
          new ProducerRecord<>(
              first.topic(),
              first.partition(),
              first.timestamp(),
              first.key(),
              first.value(),
              first.headers()));
    }
  }

  /** Claims an offset behind the end of the source: acknowledged, and lost by the broker. */
  private static void claimWhatIsNotThere(Stack stack)
      throws ExecutionException, InterruptedException {
    Claim claim = Claim.of(PARTITION, 10_000, new long[] {1, 0, 0, 0}, new Tally(1, 42, 42));
    send(
        stack,
        new ProducerRecord<>(
            stack.pipeline().claimsTopic(), PARTITION, claim.key(), claim.toJson()));
  }

  private static void send(Stack stack, ProducerRecord<byte[], byte[]> record)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.brokers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(record).get();
    }
  }

  private static List<String> found(Stack stack) {
    return stack.findings(1_000).stream().map(TamperIT::describe).sorted().toList();
  }

  private static String describe(Finding finding) {
    return finding.kind() + " " + finding.stage();
  }

  private static Map<String, Verdict> verdicts(Report report) {
    return report.stages().stream()
        .collect(Collectors.toMap(Report.Stage::stage, Report.Stage::verdict));
  }
}
