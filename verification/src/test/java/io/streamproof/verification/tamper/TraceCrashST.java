package io.streamproof.verification.tamper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.verification.TestServers;
import io.streamproof.verification.jaeger.JaegerProgram;
import io.streamproof.verification.jaeger.JaegerSpan;
import io.streamproof.verification.jaeger.JaegerTrace;
import io.streamproof.verification.jaeger.Traces;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackOptions;
import io.streamproof.verification.stack.StackProcess;
import io.streamproof.verification.stack.TopicReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * An instance of the audit is killed after Jaeger has acknowledged the traces of findings and
 * before that is noted; another repeats them. Jaeger shows each once, and each finding's event
 * once; of a trace that the services exported themselves it shows no span twice. While the
 * collector is away, nothing but the traces is missing, and they follow. The tests share a stack:
 * each looks at the events that it has sent and at what was found of them.
 */
@EnabledIfEnvironmentVariable(
    named = JaegerProgram.VARIABLE,
    matches = ".+",
    disabledReason = JaegerProgram.MISSING)
class TraceCrashST {
  private static final int EVENTS = 60;
  private static final int COPIES = 20;
  private static final int LOCK = 4_711;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final String PIPELINE =
      """
      name: traced
      partitions: 2
      source: {key: data.customer}
      stages:
        - name: priced
          map: '{"customer": data.customer, "total": data.n * 2}'
        - name: large
          filter: data.total >= 0
      """;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Stack stack;

  /** The trace of the one event that its sender has sampled; other events have others. */
  private final String sampled = UUID.randomUUID().toString().replace("-", "");

  private long eventsBefore;
  private Set<String> findingsBefore = Set.of();
  private Set<String> tracesBefore = Set.of();

  @BeforeAll
  static void start() throws IOException {
    Path pipeline = Files.writeString(folder.resolve("traced.yml"), PIPELINE);
    stack =
        Stack.start(
            StackOptions.of(pipeline)
                .withShared(TestServers.shared())
                .withAudits(2)
                .withJaeger(JaegerProgram.find().orElseThrow(), 0));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @BeforeEach
  void lookAtWhatIsThere() throws Exception {
    stack.awaitReady("audit");
    eventsBefore = stack.report().orElseThrow().source().observed();
    findingsBefore =
        TracedFinding.all(stack).stream().map(TracedFinding::id).collect(Collectors.toSet());
    tracesBefore = Set.copyOf(CarriedSpans.read(stack).byTrace().keySet());
  }

  @Test
  void showsEachFindingOnceThoughTheAuditIsKilledBeforeItNotesWhatItExported() throws Exception {
    try (Connection database = stack.connectToLedger()) {
      long notedBefore = noted(database);
      holdNotes(database);
      sendSampled();
      assertThat(stack.upload(events(), sampled).receipt().join().accepted()).isEqualTo(EVENTS);
      await().atMost(LIMIT).until(this::isSettled);
      appendCopies();

      String victim =
          await().atMost(LIMIT).until(() -> waiting(database), Optional::isPresent).orElseThrow();
      // Nothing else waits for it.
      await().atMost(LIMIT).until(() -> found().size() == COPIES + 1);
      TracedFinding first = exported();
      JaegerTrace before = trace(first);
      StackProcess process = stack.service(victim).process();
      process.kill();
      assertThat(noted(database)).isEqualTo(notedBefore);
      release(database);
      process.start();

      List<TracedFinding> findings = awaitTraced();
      assertThat(trace(first).spans()).containsExactlyInAnyOrderElementsOf(before.spans());
      CarriedSpans carried = CarriedSpans.read(stack);
      for (TracedFinding finding : findings) {
        // A service exports its spans every few seconds.
        await().atMost(LIMIT).untilAsserted(() -> assertShown(trace(finding), finding, carried));
      }
    }
  }

  @Test
  void findsAllTheSameWhileTheCollectorIsAwayAndShowsItAfterwards() throws Exception {
    stack.jaegerProcess().kill();
    sendSampled();
    assertThat(stack.upload(events(), sampled).receipt().join().accepted()).isEqualTo(EVENTS);
    await().atMost(LIMIT).until(this::isSettled);
    appendCopies();
    await().atMost(LIMIT).until(() -> found().size() == COPIES + 1);
    assertThat(found()).noneMatch(TracedFinding::isTraced);

    stack.jaegerProcess().start();

    CarriedSpans carried = CarriedSpans.read(stack);
    for (TracedFinding finding : awaitTraced()) {
      // What the services had to tell of a sampled message was given up meanwhile.
      if (!sampled.equals(finding.traceId())) {
        assertShown(trace(finding), finding, carried);
      }
    }
  }

  /** What was found of this test's events. */
  private List<TracedFinding> found() throws Exception {
    return TracedFinding.all(stack).stream()
        .filter(finding -> !findingsBefore.contains(finding.id()))
        .toList();
  }

  private void assertShown(JaegerTrace trace, TracedFinding finding, CarriedSpans carried) {
    assertThat(trace.spans())
        .as(finding.toString())
        .extracting(JaegerSpan::id)
        .doesNotHaveDuplicates();
    assertThat(trace.marks()).as(finding.toString()).hasSize(1);
    assertThat(trace.marks().get(0).events()).hasSize(1);
    List<String> ids = carried.of(String.valueOf(finding.traceId()));
    if (sampled.equals(finding.traceId())) {
      assertThat(trace.spans().stream().filter(JaegerSpan::isReconstructed)).hasSize(1);
      assertThat(trace.sends())
          .as(trace.tree())
          .extracting(JaegerSpan::id)
          .containsExactlyInAnyOrderElementsOf(new HashSet<>(ids));
      trace.span(String.valueOf(trace.marks().get(0).parent()));
    } else {
      assertThat(trace.spans()).allMatch(JaegerSpan::isReconstructed);
      assertThat(trace.sends()).hasSize(ids.size()).extracting(JaegerSpan::id).containsAll(ids);
    }
  }

  /** One whose trace Jaeger has, though nobody has noted that. */
  private TracedFinding exported() throws Exception {
    for (TracedFinding finding : found()) {
      if (!sampled.equals(finding.traceId()) && !trace(finding).marks().isEmpty()) {
        assertThat(finding.isTraced()).isFalse();
        return finding;
      }
    }
    throw new AssertionError("Jaeger has no trace of a finding");
  }

  private static JaegerTrace trace(TracedFinding finding) throws Exception {
    return new Traces(stack.jaegerAddress()).get(Objects.requireNonNull(finding.traceId()));
  }

  private List<TracedFinding> awaitTraced() {
    return await()
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            this::found,
            all -> all.size() == COPIES + 1 && all.stream().allMatch(TracedFinding::isTraced));
  }

  /** Has whoever notes an exported trace wait for a lock that the test holds. */
  private static void holdNotes(Connection database) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(
          """
          create function hold() returns trigger language plpgsql as
            $$ begin perform pg_advisory_xact_lock(%s); return new; end $$;
          create trigger hold before update of traced_at on finding
            for each row execute function hold();
          select pg_advisory_lock(%s)
          """
              .formatted(LOCK, LOCK));
    }
  }

  private static void release(Connection database) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute("select pg_advisory_unlock(%s)".formatted(LOCK));
    }
  }

  /** The instance that waits to note what it has exported. */
  private static Optional<String> waiting(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet answer =
            statement.executeQuery(
                """
                select application_name from pg_locks join pg_stat_activity using (pid)
                 where locktype = 'advisory' and objid = %s and not granted
                """
                    .formatted(LOCK))) {
      return answer.next() ? Optional.of(answer.getString(1)) : Optional.empty();
    }
  }

  /** How many findings' traces are noted to be exported. */
  private static long noted(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet answer =
            statement.executeQuery("select count(*) from finding where traced_at is not null")) {
      assertThat(answer.next()).isTrue();
      return answer.getLong(1);
    }
  }

  private void sendSampled() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                stack.service("ingest").address().resolve("/v1/pipelines/traced/events"))
            .header("Content-Type", "application/json")
            .header("ce-specversion", "1.0")
            .header("ce-id", sampled)
            .header("ce-source", "/tills")
            .header("ce-type", "order")
            .header("traceparent", "00-" + sampled + "-b7ad6b7169203331-01")
            .POST(HttpRequest.BodyPublishers.ofString("{\"n\":1,\"customer\":\"sampled\"}"))
            .build();
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
        .isEqualTo(202);
  }

  /** Appends a second copy of some of this test's priced records, the sampled one among them. */
  private void appendCopies() throws ExecutionException, InterruptedException {
    List<ProducerRecord<byte[], byte[]>> first = new ArrayList<>();
    List<ProducerRecord<byte[], byte[]>> others = new ArrayList<>();
    new TopicReader(stack.brokers())
        .read(
            "traced.priced",
            record -> {
              ProducerRecord<byte[], byte[]> copy =
                  new ProducerRecord<>(
                      record.topic(),
                      record.partition(),
                      record.timestamp(),
                      record.key(),
                      record.value(),
                      record.headers());
              TraceContext trace =
                  TraceContext.parse(record.headers().lastHeader(HeaderNames.TRACEPARENT).value());
              String id = Objects.requireNonNull(trace).traceId();
              if (!tracesBefore.contains(id)) {
                (id.equals(sampled) ? first : others).add(copy);
              }
            });
    assertThat(first).hasSize(1);
    first.addAll(others.subList(0, COPIES));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.brokers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = first.stream().map(producer::send).toList();
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    }
  }

  private boolean isSettled() {
    stack.requireAlive();
    return stack
        .report()
        .map(
            report ->
                report.source().observed() == eventsBefore + EVENTS + 1
                    && report.stage("priced").consumed() == eventsBefore + EVENTS + 1
                    && report.verdict() != Report.Verdict.UNKNOWN
                    && report.isJudged())
        .orElse(false);
  }

  private Path events() throws IOException {
    return Files.write(
        folder.resolve("events.ndjson"),
        IntStream.range(0, EVENTS)
            .mapToObj(n -> "{\"n\":%s,\"customer\":\"c%s\"}".formatted(n, n % 7))
            .toList());
  }
}
