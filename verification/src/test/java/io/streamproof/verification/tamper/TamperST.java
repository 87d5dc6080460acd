package io.streamproof.verification.tamper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.pipeline.OwnThread;
import io.streamproof.pipeline.record.EpochMicros;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.Tally;
import io.streamproof.verification.TestServers;
import io.streamproof.verification.jaeger.JaegerProgram;
import io.streamproof.verification.jaeger.JaegerSpan;
import io.streamproof.verification.jaeger.JaegerTrace;
import io.streamproof.verification.jaeger.Traces;
import io.streamproof.verification.stack.Finding;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Verdict;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One anomaly of each kind, planted with ordinary Kafka clients in a running pipeline: the report
 * names exactly these, each at the right stage, and leaves alone what is right; and each has its
 * trace in Jaeger, rebuilt, since no service exports one.
 */
class TamperST {
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

  @TempDir private static Path folder;
  private static Stack stack;

  @BeforeAll
  static void plantAnomalies() throws Exception {
    StackOptions options =
        StackOptions.of(pipeline())
            .withStagesTogether()
            .withShared(TestServers.shared())
            .without(TAMPERINGS.keySet());
    stack =
        Stack.start(
            JaegerProgram.find().map(program -> options.withJaeger(program, 0)).orElse(options));
    upload(EVENTS);
    upload(REPEATED);
    runStandIns();
    awaitSettled();
    appendCopy();
    claimWhatIsNotThere();
    await().atMost(LIMIT).untilAsserted(() -> assertThat(found()).isEqualTo(FOUND));
    awaitSettled();
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void findsEachAnomalyAtItsStageAndNothingElse() {
    Report report = stack.report().orElseThrow();
    assertThat(found()).as(report.json()).isEqualTo(FOUND);
    assertThat(report.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(verdicts(report))
        .containsEntry("untouched", Verdict.PROVEN)
        .containsEntry("behind", Verdict.PROVEN)
        .containsEntry("retraced", Verdict.PROVEN)
        .containsEntry("removed", Verdict.VIOLATED);
    assertThat(report.source()).isEqualTo(new Report.Source(EVENTS + 3, EVENTS + 2, 1, 2));
    assertThat(report.findings()).isEqualTo(FOUND.size());
  }

  @Test
  void marksEachAnomalyAtItsStepAndNothingElse() throws Exception {
    TamperedLineage lineage = new TamperedLineage(stack);
    lineage.marksEachFindingAtItsStep();
    lineage.marksNothingElse(PARTITION, OFFSET);
  }

  @Test
  void showsEachAnomalyInJaegerThoughNothingWasSampled() throws Exception {
    List<TracedFinding> findings = awaitTraced();
    CarriedSpans carried = CarriedSpans.read(stack);
    for (TracedFinding finding : findings) {
      JaegerTrace trace = trace(finding);
      List<JaegerSpan> marks =
          trace.marks().stream()
              .filter(m -> finding.id().equals(m.tags().get("streamproof.finding.id")))
              .toList();
      assertThat(marks).as(finding.toString()).hasSize(1);
      assertThat(marks.get(0).events())
          .as(finding.toString())
          .singleElement()
          .satisfies(
              event ->
                  assertThat(event)
                      .containsEntry("event", "streamproof.finding")
                      .hasEntrySatisfying(
                          "streamproof.finding.kind",
                          // Which is known of it only when it goes on.
                          kind -> assertThat(kind).isIn(finding.kind(), "CORRUPTED")));
      assertWhole(trace, carried.of(trace(finding.traceId())), finding);
    }
  }

  @Test
  void showsHowAMessageEndsForksAndIsMarkedWhereItWentWrong() throws Exception {
    List<TracedFinding> all = awaitTraced();
    JaegerTrace trace = trace(only(all, "LOST removed"));

    assertThat(below(trace, only(all, "LOST removed"))).isEmpty();
    assertThat(below(trace, only(all, "DUPLICATED repeated")))
        .extracting(JaegerSpan::name)
        .containsExactly("send tamper.repeated", "send tamper.repeated");
    assertThat(below(trace, only(all, "CORRUPTED altered")))
        .extracting(JaegerSpan::name)
        .containsExactly("send tamper.altered");
    assertThat(below(trace, only(all, "UNTRACED retraced"))).isEmpty();
    assertThat(trace.marks())
        .extracting(JaegerSpan::name)
        .contains("LOST removed", "DUPLICATED repeated", "CORRUPTED altered", "PHANTOM nowhere");
    assertThat(trace.spans().stream().map(JaegerSpan::service))
        .contains("streamproof-ingest", "streamproof-tamper-altered", "streamproof-audit");

    JaegerTrace copied = trace(only(all, "DUPLICATED copied"));
    assertThat(below(copied, only(all, "DUPLICATED copied")))
        .extracting(JaegerSpan::name)
        .containsExactly("send tamper.copied", "send tamper.copied");
  }

  /** Each record is sent once, with its own id; every span hangs together with the first. */
  private static void assertWhole(JaegerTrace trace, List<String> carried, TracedFinding finding) {
    assertThat(trace.spans())
        .as(finding.toString())
        .extracting(JaegerSpan::id)
        .doesNotHaveDuplicates();
    assertThat(trace.spans()).allMatch(JaegerSpan::isReconstructed);
    assertThat(trace.sends()).as(finding.toString()).hasSize(carried.size());
    assertThat(trace.sends()).extracting(JaegerSpan::id).containsAll(carried);
    long hourAgo = EpochMicros.of(Instant.now().minusSeconds(3_600));
    assertThat(trace.spans()).allMatch(span -> span.startMicros() > hourAgo);
    List<JaegerSpan> roots = trace.spans().stream().filter(span -> span.parent() == null).toList();
    assertThat(roots).as(finding.toString()).hasSize(1);
    trace.spans().stream()
        .filter(span -> span.parent() != null)
        .forEach(span -> trace.span(String.valueOf(span.parent())));
  }

  /** What stands beside the mark of a finding, below the span of its hop. */
  private static List<JaegerSpan> below(JaegerTrace trace, TracedFinding finding) {
    JaegerSpan mark =
        trace.marks().stream()
            .filter(m -> finding.id().equals(m.tags().get("streamproof.finding.id")))
            .findFirst()
            .orElseThrow();
    JaegerSpan hop = trace.span(String.valueOf(mark.parent()));
    assertThat(hop.name()).isEqualTo("process tamper.source");
    assertThat(hop.tags()).containsEntry("streamproof.stage", finding.stage());
    return trace.childrenOf(hop).stream().filter(span -> !span.isMark()).toList();
  }

  private static TracedFinding only(List<TracedFinding> all, String description) {
    return all.stream()
        .filter(finding -> finding.describe().equals(description))
        .findFirst()
        .orElseThrow();
  }

  private static List<TracedFinding> awaitTraced() {
    JaegerProgram.orSkip();
    return await()
        .atMost(LIMIT)
        .until(
            () -> TracedFinding.all(stack),
            all -> all.size() == FOUND.size() && all.stream().allMatch(TracedFinding::isTraced));
  }

  private static JaegerTrace trace(TracedFinding finding) throws Exception {
    return new Traces(stack.jaegerAddress()).get(trace(finding.traceId()));
  }

  private static String trace(@Nullable String id) {
    return Objects.requireNonNull(id);
  }

  private static Tampering here(Tampering tampering) {
    return Tampering.at(PARTITION, OFFSET, tampering);
  }

  private static Path pipeline() throws IOException {
    Path file = folder.resolve("tamper.yml");
    try (var resource = TamperST.class.getResourceAsStream("/tamper/pipeline.yml")) {
      return Files.write(file, Objects.requireNonNull(resource).readAllBytes());
    }
  }

  /** Uploads the first of the events; to do so again repeats their ids. */
  private static void upload(int events) throws IOException {
    Path file = folder.resolve(events + ".ndjson");
    Files.write(
        file,
        IntStream.range(0, events)
            .mapToObj(n -> "{\"n\":%s,\"customer\":\"c%s\"}".formatted(n, n % 40))
            .toList());
    assertThat(stack.upload(file, "tills").receipt().join().accepted()).isEqualTo(events);
  }

  private static void runStandIns() {
    List<CompletableFuture<Void>> runs =
        TAMPERINGS.entrySet().stream()
            .map(
                entry ->
                    OwnThread.run(
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

  private static void awaitSettled() {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              stack.requireAlive();
              return stack
                  .report()
                  .map(
                      report ->
                          report.source().observed() == EVENTS + REPEATED && report.isJudged())
                  .orElse(false);
            });
  }

  /** Appends a copy of the first record of an output partition, long after it was proven. */
  private static void appendCopy() throws ExecutionException, InterruptedException {
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
  private static void claimWhatIsNotThere() throws ExecutionException, InterruptedException {
    Claim claim = Claim.of(PARTITION, 10_000, new long[] {1, 0, 0, 0}, new Tally(1, 42, 42));
    send(
        new ProducerRecord<>(
            stack.pipeline().claimsTopic(), PARTITION, claim.key(), claim.toJson()));
  }

  private static void send(ProducerRecord<byte[], byte[]> record)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.brokers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(record).get();
    }
  }

  private static List<String> found() {
    return stack.findings(1_000).stream().map(TamperST::describe).sorted().toList();
  }

  private static String describe(Finding finding) {
    return finding.kind() + " " + finding.stage();
  }

  private static Map<String, Verdict> verdicts(Report report) {
    return report.stages().stream()
        .collect(Collectors.toMap(Report.Stage::stage, Report.Stage::verdict));
  }
}
