package io.streamproof.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.pipeline.OwnThread;
import io.streamproof.pipeline.record.SourceRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How the service starts, or says why not, and what it leaves behind when it stops. */
class StartAndStopIT {
  @SuppressWarnings("NullAway.Init")
  private static Broker broker;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = Broker.start();
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  @Test
  void claimsAllThatWasAcknowledgedBeforeItStops() throws Exception {
    SourceTopic topic;
    try (Ingest ingest = start(broker, "stops", "streamproof.ingest.claim-interval=1h")) {
      topic = ingest.topic(broker);
      HttpResponse<String> upload =
          ingest.post(
              "uploads?source=/u",
              "application/x-ndjson",
              BodyPublishers.ofInputStream(() -> new Flights(3_000)));
      assertThat(upload.statusCode()).isEqualTo(202);
    }
    List<SourceRecord> records = topic.records();
    assertThat(records).hasSize(3_000);
    assertThat(SourceTopic.claimedPositions(topic.claims()))
        .isEqualTo(SourceTopic.positions(records));
    assertThat(SourceTopic.claimedTallies(topic.claims())).isEqualTo(SourceTopic.tallies(records));
  }

  @Test
  void endsARunningUploadWhenItStopsAndClaimsWhatItAccepted() throws Exception {
    try (Ingest ingest = start(broker, "running", "streamproof.ingest.claim-interval=1h");
        SlowUpload upload = new SlowUpload(ingest, "/slow")) {
      CompletableFuture<String> status = OwnThread.call(upload::status);
      upload.send(Flights.one("A", 1) + "\n");
      await().until(() -> ingest.metric("streamproof_ingest_events_accepted_total") == 1);

      CompletableFuture<Void> stopping = OwnThread.run(ingest::close);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                upload.send(Flights.one("A", 2) + "\n");
                return status.isDone();
              });
      assertThat(status.get()).contains("503");
      stopping.get();

      SourceTopic topic = ingest.topic(broker);
      assertThat(SourceTopic.claimedPositions(topic.claims()))
          .isEqualTo(SourceTopic.positions(topic.records()))
          .isNotEmpty();
    }
  }

  @Test
  void waitsForTheBrokersAliveButNotReady() throws Exception {
    int port = freePort();
    try (Broker later = Broker.prepare()) {
      CompletableFuture<Ingest> starting =
          OwnThread.call(
              () ->
                  start(
                      later,
                      "waits",
                      "management.server.port=" + port,
                      "streamproof.ingest.startup-timeout=1m"));
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> get(port, "/actuator/health/liveness").statusCode() == 200);
      HttpResponse<String> readiness = get(port, "/actuator/health/readiness");
      assertThat(readiness.statusCode()).isEqualTo(503);
      assertThat(readiness.body()).contains("the service is starting");

      later.run();
      try (Ingest ingest = starting.get(1, TimeUnit.MINUTES)) {
        assertThat(ingest.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(ingest.send(ingest.event("a", Flights.one("A", 1))).statusCode()).isEqualTo(202);
      }
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void exitsWithAllProblemsOfASpecificationAndNoStackTrace() throws Exception {
    Program program =
        Program.run("streamproof.pipelines=" + file("name: x\npartitions: none\nstages: []\n"));
    assertThat(program.exitCode()).isNotZero();
    assertThat(program.output())
        .contains("The pipeline specification cannot be run:")
        .contains("pipeline.yml:2:")
        .doesNotContain("\tat ");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void exitsIfNoPipelineIsNamed() throws Exception {
    Program program = Program.run();
    assertThat(program.exitCode()).isNotZero();
    assertThat(program.output()).contains("STREAMPROOF_PIPELINES").doesNotContain("\tat ");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void exitsIfASettingMakesNoSense() throws Exception {
    Program program =
        Program.run(
            "streamproof.pipelines=" + file(Ingest.FLIGHTS),
            "streamproof.ingest.max-event-size=5MB");
    assertThat(program.exitCode()).isNotZero();
    assertThat(program.output()).contains("max-event-size is over 4194304 bytes");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void exitsIfTheBrokersDoNotAnswerInTime() throws Exception {
    Program program =
        Program.run(
            "streamproof.pipelines=" + file(Ingest.FLIGHTS),
            "spring.kafka.bootstrap-servers=127.0.0.1:" + freePort(),
            "spring.kafka.admin.properties.request.timeout.ms=500",
            "spring.kafka.admin.properties.default.api.timeout.ms=500",
            "streamproof.ingest.startup-timeout=5s");
    assertThat(program.exitCode()).isNotZero();
    assertThat(program.output())
        .contains("waiting for the brokers, ")
        .contains("the brokers do not answer after ")
        .contains("SPRING_KAFKA_BOOTSTRAP_SERVERS")
        .doesNotContain("\tat ");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void exitsIfATopicHasAnotherNumberOfPartitions() throws Exception {
    try (Admin admin = broker.admin()) {
      admin.createTopics(List.of(new NewTopic("flights.source", 5, (short) 1))).all().get();
    }
    Program program =
        Program.run(
            "streamproof.pipelines=" + file(Ingest.FLIGHTS),
            "spring.kafka.bootstrap-servers=" + broker.bootstrapServers());
    assertThat(program.exitCode()).isNotZero();
    assertThat(program.output())
        .contains("topic flights.source has 5 partitions, where the specification says 3")
        .doesNotContain("\tat ");
  }

  private static Ingest start(Broker broker, String pipeline, String... settings)
      throws IOException {
    return Ingest.start(broker.bootstrapServers(), Ingest.pipeline(pipeline), settings);
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("pipeline.yml"), text);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
