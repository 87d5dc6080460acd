package io.streamproof.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.tally.Claim;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What clients hear, and what is claimed, while the broker hangs, dies and comes back. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the broker of outages")
class OutageIT {
  private static final String NDJSON = "application/x-ndjson";
  private static final String[] IMPATIENT = {
    "spring.kafka.producer.properties.request.timeout.ms=1500",
    "spring.kafka.producer.properties.delivery.timeout.ms=3000",
    "spring.kafka.producer.properties.max.block.ms=1000",
    "spring.kafka.admin.properties.request.timeout.ms=1000",
    "spring.kafka.admin.properties.default.api.timeout.ms=2000",
    "streamproof.ingest.broker-check-timeout=1s",
    "streamproof.ingest.shutdown-timeout=5s",
    "streamproof.ingest.claim-interval=100ms"
  };

  private final ExecutorService clients = Executors.newCachedThreadPool();

  @SuppressWarnings("NullAway.Init")
  private static Broker broker;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = Broker.start();
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  @AfterEach
  void stopClients() throws Exception {
    clients.shutdownNow();
    // What one test does to the broker must not become the next one's outage.
    broker.restore();
  }

  @Test
  void answersThatAnEventMayOrMayNotHaveBeenAcceptedWhenTheBrokerHangs() throws Exception {
    try (Ingest ingest = start("hangs", "streamproof.ingest.broker-check-interval=1h")) {
      assertThat(ingest.send(ingest.event("a", Flights.one("A", 1))).statusCode()).isEqualTo(202);
      broker.pause();

      CompletableFuture<HttpResponse<String>> sending =
          CompletableFuture.supplyAsync(() -> upload(ingest, 2), clients);
      HttpResponse<String> event = ingest.send(ingest.event("b", Flights.one("A", 2)));
      assertThat(event.statusCode()).isEqualTo(504);
      Json error = Json.of(event).each("errors").get(0);
      assertThat(error.get("id")).isEqualTo("b");
      assertThat(error.get("outcome")).isEqualTo("uncertain");

      HttpResponse<String> upload = sending.get();
      assertThat(upload.statusCode()).isEqualTo(504);
      assertThat(Json.of(upload).get("uncertain")).isEqualTo(List.of(1L, 2L));

      broker.resume();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> ingest.send(ingest.event("c", Flights.one("A", 5))).statusCode() == 202);
      awaitClaimsOfAllAccepted(ingest);
    }
  }

  @Test
  void refusesEventsWhileTheSendBufferIsFull() throws Exception {
    try (Ingest ingest =
        start(
            "full",
            "streamproof.ingest.broker-check-interval=1h",
            "spring.kafka.producer.buffer-memory=1MB")) {
      assertThat(ingest.send(ingest.event("a", Flights.one("A", 1))).statusCode()).isEqualTo(202);
      broker.pause();
      String large = Flights.one("A", 1).replace("}", ",\"pad\":\"" + "x".repeat(900_000) + "\"}");
      CompletableFuture<Integer> first =
          CompletableFuture.supplyAsync(() -> status(ingest, "b", large), clients);
      await().until(() -> ingest.metric("streamproof_ingest_events_in_flight") == 1);

      HttpResponse<String> second = ingest.send(ingest.event("c", large));
      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.headers().firstValue("retry-after")).isPresent();
      assertThat(second.body()).contains("the send buffer is full");
      assertThat(first.get()).isEqualTo(504);
      broker.resume();
    }
  }

  @Test
  void refusesEventsWhileTheBrokerIsKnownToBeGoneAndTakesThemAgain() throws Exception {
    try (Ingest ingest = start("gone", "streamproof.ingest.broker-check-interval=100ms")) {
      broker.kill();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> ingest.get("/actuator/health/readiness").statusCode() == 503);
      assertThat(ingest.metric("streamproof_ingest_open")).isZero();
      assertThat(ingest.get("/actuator/health/liveness").statusCode()).isEqualTo(200);

      HttpResponse<String> event = ingest.send(ingest.event("a", Flights.one("A", 1)));
      assertThat(event.statusCode()).isEqualTo(503);
      assertThat(event.headers().firstValue("retry-after")).hasValue("5");
      HttpResponse<String> upload = ingest.post("uploads?source=/u", NDJSON, Flights.one("A", 2));
      assertThat(upload.statusCode()).isEqualTo(503);

      broker.run();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> ingest.get("/actuator/health/readiness").statusCode() == 200);
      assertThat(ingest.metric("streamproof_ingest_open")).isOne();
      assertThat(ingest.send(ingest.event("a", Flights.one("A", 1))).statusCode()).isEqualTo(202);
      awaitClaimsOfAllAccepted(ingest);
    }
  }

  @Test
  void losesAndDoublesNoClaimWhenTheBrokerDiesUnderAnUpload() throws Exception {
    try (Ingest ingest = start("dies", "streamproof.ingest.broker-check-interval=100ms")) {
      // Few enough that a slow client, too, sends the rest in the time that ingest reads on.
      CompletableFuture<HttpResponse<String>> upload =
          CompletableFuture.supplyAsync(() -> upload(ingest, 200_000), clients);
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> ingest.metric("streamproof_ingest_events_accepted_total") > 5_000);
      broker.kill();

      HttpResponse<String> broken = upload.get();
      assertThat(broken.statusCode()).isIn(503, 504);
      long accepted = (Long) Json.of(broken).get("accepted");
      assertThat(accepted)
          .isEqualTo((long) ingest.metric("streamproof_ingest_events_accepted_total"));

      broker.run();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> ingest.get("/actuator/health/readiness").statusCode() == 200);
      assertThat(upload(ingest, 1_000).statusCode()).isEqualTo(202);
      awaitClaimsOfAllAccepted(ingest);
    }
  }

  /** Claimed is exactly as much as was accepted, and all of it stands in the topic as claimed. */
  private static void awaitClaimsOfAllAccepted(Ingest ingest) {
    SourceTopic topic = ingest.topic(broker);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              Set<Claim> claims = topic.claims();
              Set<String> claimed = SourceTopic.claimedPositions(claims);
              assertThat((double) claimed.size())
                  .isEqualTo(ingest.metric("streamproof_ingest_events_accepted_total"));
              List<SourceRecord> standing =
                  topic.records().stream()
                      .filter(
                          record -> claimed.contains(record.partition() + "@" + record.offset()))
                      .toList();
              assertThat(SourceTopic.tallies(standing))
                  .isEqualTo(SourceTopic.claimedTallies(claims));
            });
  }

  private static Ingest start(String pipeline, String... settings) throws Exception {
    String[] all = new String[IMPATIENT.length + settings.length];
    System.arraycopy(IMPATIENT, 0, all, 0, IMPATIENT.length);
    System.arraycopy(settings, 0, all, IMPATIENT.length, settings.length);
    return Ingest.start(broker.bootstrapServers(), Ingest.pipeline(pipeline), all);
  }

  private static int status(Ingest ingest, String id, String data) {
    try {
      return ingest.send(ingest.event(id, data)).statusCode();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> upload(Ingest ingest, int lines) {
    try {
      return ingest.post(
          "uploads?source=/u", NDJSON, BodyPublishers.ofInputStream(() -> new Flights(lines)));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
