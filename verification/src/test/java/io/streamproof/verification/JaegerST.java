package io.streamproof.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.verification.jaeger.JaegerProgram;
import io.streamproof.verification.jaeger.JaegerSpan;
import io.streamproof.verification.jaeger.JaegerTrace;
import io.streamproof.verification.jaeger.Traces;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackOptions;
import io.streamproof.verification.stack.TopicReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The traces of messages through a whole pipeline, as a real Jaeger shows them. */
class JaegerST {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String CLIENT_SPAN = "00f067aa0ba902b7";
  private static final String ITEMS =
      "[{\"article\": \"pear\", \"pieces\": 2}, {\"article\": \"plum\", \"pieces\": 3}]";
  private static final String FILTERED =
      """
      streamproof-ingest producer send traced.source
        streamproof-traced-worth consumer process traced.source
      """;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path folder;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static @Nullable Stack stack;

  @BeforeAll
  static void start() throws IOException {
    Path jaeger = JaegerProgram.orSkip();
    Path pipeline = folder.resolve("pipeline.yml");
    try (var resource = JaegerST.class.getResourceAsStream("/traced/pipeline.yml")) {
      Files.write(pipeline, Objects.requireNonNull(resource).readAllBytes());
    }
    stack = Stack.start(StackOptions.of(pipeline).withJaeger(jaeger, 1.0));
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void showsTheWayOfAMessageBelowTheClientsSpan() throws Exception {
    String trace = "a1".repeat(16);
    JsonNode receipt = send(STRUCTURED, event("whole", 5, ITEMS, null), trace, "01").get(0);

    assertThat(receipt.path("traceId").asString()).isEqualTo(trace);
    JaegerTrace shown =
        trace(
            trace,
            """
            streamproof-ingest server POST /v1/pipelines/{pipeline}/events
              streamproof-ingest producer send traced.source
                streamproof-traced-worth consumer process traced.source
                  streamproof-traced-worth producer send traced.worth
                    streamproof-traced-items consumer process traced.worth
                      streamproof-traced-items producer send traced.items
                        streamproof-traced-priced consumer process traced.items
                          streamproof-traced-priced producer send traced.priced
                            streamproof-traced-sold consumer process traced.priced
                              streamproof-traced-sold producer send traced.sold
                      streamproof-traced-items producer send traced.items
                        streamproof-traced-priced consumer process traced.items
                          streamproof-traced-priced producer send traced.priced
                            streamproof-traced-sold consumer process traced.priced
                              streamproof-traced-sold producer send traced.sold
            """);
    JaegerSpan request = shown.only("POST /v1/pipelines/{pipeline}/events");
    assertThat(request.parent()).isEqualTo(CLIENT_SPAN);
    assertThat(request.tags())
        .containsEntry("http.request.method", "POST")
        .containsEntry("http.route", "/v1/pipelines/{pipeline}/events")
        .containsEntry("http.response.status_code", "202");

    String partition = receipt.path("partition").asString();
    assertThat(shown.only("send traced.source").tags())
        .containsEntry("messaging.system", "kafka")
        .containsEntry("messaging.operation.name", "send")
        .containsEntry("messaging.operation.type", "send")
        .containsEntry("messaging.destination.name", "traced.source")
        .containsEntry("messaging.destination.partition.id", partition)
        .containsEntry("messaging.kafka.offset", receipt.path("offset").asString())
        .containsEntry("messaging.kafka.message.key", "account-1")
        .containsEntry("messaging.message.id", "whole")
        .containsEntry("streamproof.pipeline", "traced")
        .doesNotContainKey("streamproof.stage");
    JaegerSpan processing = shown.only("process traced.source");
    assertThat(processing.id())
        .isEqualTo(
            io.streamproof.pipeline.stage.Traces.processSpanId(
                "traced-worth",
                "traced.source",
                Integer.parseInt(partition),
                receipt.path("offset").asLong()));
    assertThat(processing.tags())
        .containsEntry("messaging.operation.name", "process")
        .containsEntry("messaging.consumer.group.name", "traced-worth")
        .containsEntry("messaging.kafka.offset", receipt.path("offset").asString())
        .containsEntry("streamproof.stage", "worth")
        .doesNotContainKey("error");
    assertThat(shown.spans())
        .filteredOn(span -> span.name().equals("send traced.priced"))
        .extracting(span -> span.tag("messaging.kafka.message.key"))
        .containsExactlyInAnyOrder("pear", "plum");
    assertThat(shown.spans())
        .filteredOn(span -> span.name().equals("send traced.items"))
        .extracting(span -> span.tag("streamproof.origin"))
        .allMatch(origin -> String.valueOf(origin).matches("items:[01]@\\d+#[01]"));
    assertThat(shown.spans()).allMatch(span -> span.links().isEmpty());
  }

  @Test
  void givesEachEventOfABatchATraceOfItsOwnLinkedToTheRequest() throws Exception {
    String requests = "b1".repeat(16);
    String events = "b2".repeat(16);
    String named = "00-" + events + "-b7ad6b7169203331-01";
    List<JsonNode> receipts =
        send(
            BATCH,
            "[%s,%s]".formatted(event("one", 0, ITEMS, null), event("other", 0, ITEMS, named)),
            requests,
            "01");

    JaegerTrace request =
        trace(requests, "streamproof-ingest server POST /v1/pipelines/{pipeline}/events\n");
    String link = requests + "-" + request.spans().get(0).id();
    String own = receipts.get(0).path("traceId").asString();
    assertThat(own).isNotEqualTo(requests).isNotEqualTo(events);
    JaegerSpan sending = trace(own, FILTERED).only("send traced.source");
    assertThat(sending.parent()).isNull();
    assertThat(sending.links()).containsExactly(link);

    assertThat(receipts.get(1).path("traceId").asString()).isEqualTo(events);
    JaegerSpan goingOn = trace(events, FILTERED).only("send traced.source");
    assertThat(goingOn.parent()).isEqualTo("b7ad6b7169203331");
    assertThat(goingOn.links()).containsExactly(link);
  }

  @Test
  void marksWhatBecameADeadLetterAndNamesItsTraceInTheLog() throws Exception {
    String trace = "c1".repeat(16);
    send(STRUCTURED, event("broken", 5, "null", null), trace, "01");

    JaegerTrace shown =
        trace(
            trace,
            """
            streamproof-ingest server POST /v1/pipelines/{pipeline}/events
              streamproof-ingest producer send traced.source
                streamproof-traced-worth consumer process traced.source
                  streamproof-traced-worth producer send traced.worth
                    streamproof-traced-items consumer process traced.worth
                      streamproof-traced-items producer send traced.items-dlt
            """);
    JaegerSpan processing = shown.only("process traced.worth");
    assertThat(processing.tags())
        .containsEntry("otel.status_code", "ERROR")
        .containsEntry("error", "true");
    assertThat(processing.events())
        .singleElement()
        .satisfies(
            event ->
                assertThat(event)
                    .containsEntry("event", "exception")
                    .containsEntry("exception.type", processing.tag("error.type"))
                    .containsEntry("exception.message", processing.tag("otel.status_description")));
    assertThat(stack().operator("items").process().logTail(100))
        .anyMatch(
            line ->
                line.contains("became a dead letter")
                    && line.contains(trace)
                    && line.contains(processing.id()));
  }

  @Test
  void passesTheContextOnOfWhatIsNotRecorded() throws Exception {
    String silent = "d1".repeat(16);
    String loud = "d2".repeat(16);
    send(STRUCTURED, event("silent", 5, ITEMS, null), silent, "00");
    send(STRUCTURED, event("loud", 5, ITEMS, null), loud, "01");

    await().atMost(LIMIT).until(() -> traces().get(loud).spans().size() == 15);
    // Exporters keep the order: what came before would be there.
    assertThat(traces().get(silent).spans()).isEmpty();
    List<String> contexts = new ArrayList<>();
    new TopicReader(stack().brokers())
        .read(
            "traced.sold",
            record ->
                contexts.add(
                    new String(record.headers().lastHeader("traceparent").value(), UTF_8)));
    assertThat(contexts).filteredOn(context -> context.contains(silent)).hasSize(2);
    assertThat(contexts)
        .filteredOn(context -> context.contains(silent))
        .allMatch(context -> context.endsWith("-00"));
  }

  @Test
  void givesExamplesOfDurationsThatJaegerShows() throws Exception {
    String recorded = "e1".repeat(16);
    send(STRUCTURED, event("example", 5, ITEMS, null), recorded, "01");
    await().atMost(LIMIT).until(() -> traces().get(recorded).spans().size() == 15);

    exampleIsShown("ingest", "http_server_request_duration_seconds_bucket");
    exampleIsShown("ingest", "messaging_client_operation_duration_seconds_bucket");
    exampleIsShown("operator-priced", "messaging_process_duration_seconds_bucket");
  }

  private static void exampleIsShown(String service, String metric)
      throws IOException, InterruptedException {
    Matcher example =
        Pattern.compile(
                "^" + metric + "\\{.* # \\{span_id=\"(\\w{16})\",trace_id=\"(\\w{32})\"\\}",
                Pattern.MULTILINE)
            .matcher(openMetrics(service));
    assertThat(example.find()).as(metric).isTrue();
    await()
        .atMost(LIMIT)
        .until(
            () ->
                traces().get(example.group(2)).spans().stream()
                    .anyMatch(span -> span.id().equals(example.group(1))));
  }

  private static String openMetrics(String service) throws IOException, InterruptedException {
    return CLIENT
        .send(
            HttpRequest.newBuilder(
                    stack().service(service).management().resolve("/actuator/prometheus"))
                .header("accept", "application/openmetrics-text; version=1.0.0; charset=utf-8")
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  /** A trace, once Jaeger shows it as it should. */
  private static JaegerTrace trace(String id, String tree)
      throws IOException, InterruptedException {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(traces().get(id).tree()).isEqualTo(tree));
    return traces().get(id);
  }

  private static List<JsonNode> send(String type, String body, String trace, String flags)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                stack().service("ingest").address().resolve("/v1/pipelines/traced/events"))
            .header("content-type", type)
            .header("traceparent", "00-" + trace + "-" + CLIENT_SPAN + "-" + flags)
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    JsonNode receipts = JsonMapper.shared().readTree(answer.body()).path("receipts");
    return StreamSupport.stream(receipts.spliterator(), false).toList();
  }

  private static String event(String id, int total, String items, @Nullable String traceparent) {
    return """
        {"specversion": "1.0", "id": "%s", "source": "/tests", "type": "order", %s
         "data": {"account": "account-1", "total": %s, "items": %s}}"""
        .formatted(
            id,
            traceparent == null ? "" : "\"traceparent\": \"" + traceparent + "\",",
            total,
            items);
  }

  private static Traces traces() {
    return new Traces(stack().jaegerAddress());
  }

  private static Stack stack() {
    return Objects.requireNonNull(stack);
  }
}
