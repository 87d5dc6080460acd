package io.streamproof.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.ingest.upload.ReceiveUpload;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer of the contract while the brokers are well, over real HTTP and a real broker. */
class IngestIT {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final String NDJSON = "application/x-ndjson";

  @SuppressWarnings("NullAway.Init")
  private static Broker broker;

  @SuppressWarnings("NullAway.Init")
  private static Ingest ingest;

  @SuppressWarnings("NullAway.Init")
  private static SourceTopic topic;

  @BeforeAll
  static void start() throws Exception {
    broker = Broker.start();
    ingest =
        Ingest.start(
            broker.bootstrapServers(),
            Ingest.FLIGHTS,
            "streamproof.ingest.claim-interval=200ms",
            "streamproof.ingest.max-uploads=2");
    topic = ingest.topic(broker);
  }

  @AfterAll
  static void stop() throws Exception {
    ingest.close();
    broker.close();
  }

  @Test
  void acceptsABinaryEventAndTellsWhereItStands() throws Exception {
    HttpResponse<String> response =
        ingest.send(
            binary("b-1", Flights.one("DTW", 5))
                .header("traceparent", "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01"));

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    Json answer = Json.of(response);
    assertThat(answer.get("accepted")).isEqualTo(1L);
    Json receipt = answer.each("receipts").get(0);
    assertThat(receipt.get("id")).isEqualTo("b-1");
    assertThat(receipt.get("topic")).isEqualTo("flights.source");
    assertThat(receipt.get("traceId")).isEqualTo("a".repeat(32));

    SourceRecord record = record("b-1");
    assertThat((long) record.partition()).isEqualTo(receipt.get("partition"));
    assertThat(record.offset()).isEqualTo(receipt.get("offset"));
    assertThat(record.key()).asString(UTF_8).isEqualTo("DTW");
    assertThat(record.value()).asString(UTF_8).isEqualTo(Flights.one("DTW", 5));
    assertThat(header(record, HeaderNames.TIME)).isEqualTo("2001-01-01T00:47:00Z");
  }

  @Test
  void acceptsAStructuredEventWithItsExactNumbers() throws Exception {
    String data =
        "{\"origin\":\"Zürich 😀\",\"time\":1,\"n\":123456789012345678901234567890,\"m\":1.10}";
    HttpResponse<String> response =
        ingest.post("events", STRUCTURED + "; charset=utf-8", event("s-1", data));
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(record("s-1").value()).asString(UTF_8).isEqualTo(data);
    assertThat(record("s-1").key()).asString(UTF_8).isEqualTo("Zürich 😀");
  }

  @Test
  void acceptsEventsOfAnyTime() throws Exception {
    String upload =
        "{\"origin\":\"A\",\"time\":\"1970-01-01T00:00:00Z\"}\n"
            + "{\"origin\":\"A\",\"time\":\"9999-12-31T23:59:59.999Z\"}";
    assertThat(ingest.post("uploads?source=/ages", NDJSON, upload).body())
        .isEqualTo("{\"accepted\":2,\"rejected\":[],\"rejectedCount\":0}");
    assertThat(record("/ages#1").timestamp()).isZero();
    assertThat(header(record("/ages#2"), HeaderNames.TIME)).isEqualTo("9999-12-31T23:59:59.999Z");
  }

  @Test
  void acceptsABatchAndKeepsItsOrder() throws Exception {
    String batch =
        IntStream.range(0, 1_000)
            .mapToObj(index -> event("batch-" + index, Flights.one("A" + index % 7, index)))
            .collect(Collectors.joining(",", "[", "]"));
    HttpResponse<String> response = ingest.post("events", BATCH, batch);
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(Json.of(response).each("receipts"))
        .extracting(receipt -> receipt.get("id"))
        .hasSize(1_000)
        .startsWith("batch-0", "batch-1")
        .endsWith("batch-998", "batch-999")
        .doesNotHaveDuplicates();
  }

  @Test
  void acceptsAnEmptyBatch() throws Exception {
    HttpResponse<String> response = ingest.post("events", BATCH, "[]");
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEqualTo("{\"accepted\":0,\"receipts\":[]}");
  }

  @Test
  void acceptsNothingOfABatchWithAnInvalidEvent() throws Exception {
    String batch =
        "[%s,{\"specversion\":\"1.0\",\"id\":\"i-2\"},%s]"
            .formatted(event("i-1", Flights.one("DTW", 1)), event("i-3", "{\"time\":1}"));
    HttpResponse<String> response = ingest.post("events", BATCH, batch);
    assertProblem(response, 400);
    assertThat(Json.of(response).each("errors"))
        .extracting(error -> error.get("index"))
        .containsExactly(1L, 2L);
    assertThat(response.body()).contains("source is missing").contains("data.origin");
    assertThat(ids()).doesNotContain("i-1", "i-2", "i-3");
  }

  @Test
  void acceptsAPayloadOfOneMebibyteAndNotAByteMore() throws Exception {
    String frame = Flights.one("DTW", 1).replace("}", ",\"pad\":\"\"}");
    String pad = "x".repeat((1 << 20) - frame.length());
    String largest = frame.replace("\"\"", "\"" + pad + "\"");

    assertThat(ingest.send(binary("mib-1", largest)).statusCode()).isEqualTo(202);
    assertThat(ingest.post("events", STRUCTURED, event("mib-2", largest)).statusCode())
        .isEqualTo(202);
    assertThat(ingest.post("uploads?source=/mib", NDJSON, largest + "\r\n" + largest).body())
        .isEqualTo("{\"accepted\":2,\"rejected\":[],\"rejectedCount\":0}");
    assertThat(record("mib-1").value()).hasSize(1 << 20);

    String larger = largest.replace("\"pad\"", "\"padd\"");
    assertProblem(ingest.send(binary("mib-3", larger)), 413);
    HttpResponse<String> structured = ingest.post("events", STRUCTURED, event("mib-4", larger));
    assertProblem(structured, 413);
    assertThat(structured.body()).contains("mib-4");
    HttpResponse<String> upload =
        ingest.post("uploads?source=/mib2", NDJSON, larger + "\n" + Flights.one("DTW", 1));
    assertThat(upload.statusCode()).isEqualTo(202);
    assertThat(upload.body()).contains("\"accepted\":1").contains("longer than 1048576 bytes");
  }

  @Test
  void refusesBatchesThatAreTooLarge() throws Exception {
    String tooMany =
        IntStream.range(0, 1_001)
            .mapToObj(index -> event("m-" + index, "{}"))
            .collect(Collectors.joining(",", "[", "]"));
    assertProblem(ingest.post("events", BATCH, tooMany), 413);
    byte[] tooLong = " ".repeat((10 << 20) + 1).getBytes(UTF_8);
    assertProblem(ingest.post("events", BATCH, BodyPublishers.ofByteArray(tooLong)), 413);
    assertProblem(
        ingest.post(
            "events", BATCH, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLong))),
        413);
  }

  @Test
  void answersEveryMistakeWithAProblem() throws Exception {
    assertProblem(ingest.post("events", "application/json", "{}"), 400);
    assertProblem(ingest.send(binary("p-1", "{\"origin\":")), 400);
    assertProblem(ingest.send(binary("p-2", "")), 400);
    assertProblem(ingest.post("events", STRUCTURED, "{"), 400);
    assertProblem(ingest.post("events", BATCH, "{}"), 400);
    assertProblem(ingest.post("events", "text/plain", "{}"), 415);
    assertProblem(ingest.post("events", "application/cloudevents+avro", "{}"), 415);
    assertProblem(ingest.post("events", "application/cloudevents-x+json", "{}"), 415);
    assertProblem(ingest.post("events", "nonsense", "{}"), 415);
    assertProblem(ingest.send(binary("p-3", "{}").header("Content-Encoding", "gzip")), 415);
    assertProblem(ingest.get("/v1/pipelines/flights/events"), 405);
    assertProblem(ingest.get("/v1/pipelines/flights/uploads"), 405);
    assertProblem(ingest.get("/v2"), 404);
    assertProblem(ingest.post("uploads", NDJSON, "1"), 400);
    assertProblem(ingest.post("uploads?source=a%20b", NDJSON, "1"), 400);
    assertProblem(ingest.post("uploads?source=/s", "application/json", "1"), 415);
    assertProblem(
        ingest.post("uploads?source=/s", "application/x-www-form-urlencoded", "type=x"), 415);
  }

  @Test
  void acceptsNothingThatUtf8CannotHoldAndSaysWhere() throws Exception {
    String half = Flights.one("DTW", 1).replace("}", ",\"s\":\"cut \\ud83d\"}");
    String refused = "half a surrogate pair stands alone in the text at column ";

    HttpResponse<String> single = ingest.send(binary("half-1", half));
    assertProblem(single, 400);
    assertThat(single.body()).contains(refused);

    String batch =
        "[%s,%s,%s]"
            .formatted(
                event("half-2", Flights.one("DTW", 1)),
                event("half-3", half),
                event("half-\\ud800", Flights.one("DTW", 1)));
    HttpResponse<String> many = ingest.post("events", BATCH, batch);
    assertProblem(many, 400);
    assertThat(Json.of(many).each("errors"))
        .extracting(error -> error.get("index") + " " + error.get("id"))
        .containsExactly("1 half-3", "2 half-?");
    assertThat(many.body()).contains(refused);

    String upload = Flights.one("A", 1) + "\n" + half + "\n" + Flights.one("B", 2);
    Json answer = Json.of(ingest.post("uploads?source=/halves", NDJSON, upload));
    assertThat(answer.get("accepted")).isEqualTo(2L);
    assertThat(answer.get("rejectedCount")).isEqualTo(1L);
    Json rejected = answer.each("rejected").get(0);
    assertThat(rejected.get("line")).isEqualTo(2L);
    assertThat((String) rejected.get("detail")).startsWith(refused);
    assertThat(ids()).doesNotContain("half-1", "half-2", "half-3", "/halves#2");
  }

  @Test
  void doesNotTellWhichPipelinesThereAre() throws Exception {
    HttpResponse<String> response =
        ingest.send(
            ingest
                .request("/v1/pipelines/other/events")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
    assertProblem(response, 404);
    assertThat(response.body()).doesNotContain("flights");
  }

  @Test
  void answersWithJsonWhateverTheClientSaysItAccepts() throws Exception {
    HttpRequest.Builder request =
        binary("accept-1", Flights.one("DTW", 1)).header("Accept", "text/csv");
    assertThat(ingest.send(request).statusCode()).isEqualTo(202);
    assertProblem(ingest.send(binary("accept-2", "{").header("Accept", "text/csv")), 400);
  }

  @Test
  void repeatsTheIdsOfARepeatedUpload() throws Exception {
    String upload = Flights.one("A", 1) + "\r\n\r\nnonsense\r\n" + Flights.one("B", 2);
    for (int time = 0; time < 2; time++) {
      HttpResponse<String> response = ingest.post("uploads?source=/again", NDJSON, upload);
      assertThat(response.statusCode()).isEqualTo(202);
      Json answer = Json.of(response);
      assertThat(answer.get("accepted")).isEqualTo(2L);
      Json rejected = answer.each("rejected").get(0);
      assertThat(rejected.get("line")).isEqualTo(3L);
      assertThat((String) rejected.get("detail")).startsWith("no JSON at column");
    }
    List<String> ids =
        topic.records().stream()
            .filter(record -> header(record, HeaderNames.SOURCE).equals("/again"))
            .map(record -> header(record, HeaderNames.ID))
            .sorted()
            .toList();
    assertThat(ids).containsExactly("/again#1", "/again#1", "/again#4", "/again#4");
    assertThat(header(record("/again#1"), HeaderNames.TYPE)).isEqualTo("io.streamproof.upload");
  }

  @Test
  void receivesALongUploadThatIsNeverWhole() throws Exception {
    int lines = 100_000;
    InputStream upload = new Flights(lines);
    HttpResponse<String> response =
        ingest.post(
            "uploads?source=/long&type=t", NDJSON, BodyPublishers.ofInputStream(() -> upload));
    assertThat(response.body())
        .isEqualTo("{\"accepted\":" + lines + ",\"rejected\":[],\"rejectedCount\":0}");
    assertThat(metric("streamproof_ingest_events_in_flight")).isZero();
    assertThat(ingest.bean(ReceiveUpload.Limits.class).windowRecords()).isLessThan(lines);
  }

  @Test
  void boundsTheUploadsAtOnceAndGivesTheirPlacesBack() throws Exception {
    try (SlowUpload first = new SlowUpload(ingest, "/slow");
        SlowUpload second = new SlowUpload(ingest, "/slow")) {
      await().until(() -> metric("streamproof_ingest_uploads_active") == 2);

      HttpResponse<String> third = ingest.post("uploads?source=/third", NDJSON, "1");
      assertProblem(third, 503);
      assertThat(third.headers().firstValue("retry-after")).hasValue("5");

      first.end();
      second.end();
      assertThat(first.status()).contains("202");
      assertThat(second.status()).contains("202");
    }
    await().until(() -> metric("streamproof_ingest_uploads_active") == 0);
  }

  @Test
  void refusesAQueryThatCannotBeDecoded() throws Exception {
    try (SlowUpload upload = new SlowUpload(ingest, "%zz")) {
      upload.end();
      assertThat(upload.status()).contains("400");
    }
  }

  @Test
  void givesThePlaceOfABrokenUploadBack() throws Exception {
    try (SlowUpload upload = new SlowUpload(ingest, "/broken")) {
      upload.send(Flights.one("A", 1) + "\n{\"cut\"");
      await().until(() -> ids().contains("/broken#1"));
    }
    await().until(() -> metric("streamproof_ingest_uploads_active") == 0);
    assertThat(ids()).contains("/broken#1").doesNotContain("/broken#2");
  }

  @ParameterizedTest
  @CsvSource({"uploads?source=/trickle, application/x-ndjson", "events, " + BATCH})
  void cutsOffABodyThatTrickles(String call, String type) throws Exception {
    try (Ingest strict =
            Ingest.start(
                broker.bootstrapServers(),
                Ingest.pipeline("strict"),
                "streamproof.ingest.slow-body-after=1s",
                "streamproof.ingest.min-body-rate=1MB");
        SlowUpload upload = new SlowUpload(strict, "POST", call, type)) {
      await()
          .until(
              () -> {
                upload.send(" ");
                return upload.isAnswered();
              });
      assertThat(upload.status()).contains("408");
    }
  }

  @ParameterizedTest
  @CsvSource({"PUT, 405", "PATCH, 405", "DELETE, 405", "POST, 415"})
  void readsNoFormOnItsWayToACall(String method, int status) throws Exception {
    String form = "application/x-www-form-urlencoded";
    try (SlowUpload request = new SlowUpload(ingest, method, "uploads?source=/form", form)) {
      assertThat(request.status()).contains(String.valueOf(status));
    }
  }

  @Test
  void claimsExactlyWhatStandsInTheTopic() throws Exception {
    ingest.post(
        "uploads?source=/claims", NDJSON, BodyPublishers.ofInputStream(() -> new Flights(5_000)));
    await()
        .untilAsserted(
            () -> {
              List<SourceRecord> records = topic.records();
              assertThat(SourceTopic.claimedPositions(topic.claims()))
                  .isEqualTo(SourceTopic.positions(records));
              assertThat(SourceTopic.claimedTallies(topic.claims()))
                  .isEqualTo(SourceTopic.tallies(records));
            });
  }

  @Test
  void countsEachEventUnderOneOutcome() throws Exception {
    ingest.send(binary("count-1", Flights.one("A", 1)));
    ingest.send(binary("count-2", "{"));
    assertThat(metric("streamproof_ingest_events_received_total"))
        .isPositive()
        .isEqualTo(
            metric("streamproof_ingest_events_accepted_total")
                + metric("streamproof_ingest_events_rejected_total")
                + metric("streamproof_ingest_events_uncertain_total"));
  }

  @Test
  void isReadyAndAlive() throws Exception {
    assertThat(ingest.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    assertThat(ingest.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
  }

  private static HttpRequest.Builder binary(String id, String data) {
    return ingest.event(id, data);
  }

  private static String event(String id, String data) {
    return """
        {"specversion": "1.0", "id": "%s", "source": "/tests", "type": "flight", "data": %s}"""
        .formatted(id, data);
  }

  private static void assertProblem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(Json.of(response).get("status")).isEqualTo((long) status);
    assertThat(Json.of(response).get("detail")).isNotNull();
    assertThat(response.body()).doesNotContain("Exception").doesNotContain("\tat ");
  }

  private static double metric(String name) throws Exception {
    return ingest.metric(name);
  }

  private static List<String> ids() {
    return topic.records().stream().map(record -> header(record, HeaderNames.ID)).toList();
  }

  private static SourceRecord record(String id) {
    return topic.records().stream()
        .filter(record -> header(record, HeaderNames.ID).equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static String header(SourceRecord record, String name) {
    return new String(Objects.requireNonNull(record.header(name)), UTF_8);
  }
}
