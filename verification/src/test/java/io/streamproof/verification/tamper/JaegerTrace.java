package io.streamproof.verification.tamper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A trace as Jaeger's HTTP API gives it, which is what its page shows. */
record JaegerTrace(List<Span> spans) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /**
   * A span of it.
   *
   * @param events what happened in it: the attributes of each, its name among them
   */
  record Span(
      String id,
      @Nullable String parent,
      String name,
      String service,
      long startMicros,
      Map<String, String> tags,
      List<Map<String, String>> events) {

    boolean isSend() {
      return name.startsWith("send ");
    }

    boolean isReconstructed() {
      return "true".equals(tags.get("streamproof.reconstructed"));
    }

    boolean isMark() {
      return service.equals("streamproof-audit") && tags.containsKey("streamproof.finding.id");
    }
  }

  /** Asks for a trace; one that Jaeger does not know has no spans. */
  static JaegerTrace get(URI jaeger, String traceId) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(jaeger.resolve("/api/traces/" + traceId)).build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    List<Span> spans = new ArrayList<>();
    for (JsonNode trace : MAPPER.readTree(answer.body()).path("data")) {
      trace.path("spans").forEach(span -> spans.add(span(trace.path("processes"), span)));
    }
    return new JaegerTrace(spans);
  }

  List<Span> marks() {
    return spans.stream().filter(Span::isMark).toList();
  }

  List<Span> sends() {
    return spans.stream().filter(Span::isSend).toList();
  }

  List<Span> childrenOf(Span parent) {
    return spans.stream().filter(span -> parent.id().equals(span.parent())).toList();
  }

  Span span(String id) {
    return spans.stream()
        .filter(span -> span.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no span " + id + " in " + spans));
  }

  private static Span span(JsonNode processes, JsonNode span) {
    List<Map<String, String>> events = new ArrayList<>();
    span.path("logs").forEach(log -> events.add(values(log.path("fields"))));
    JsonNode parent = span.path("references").path(0).path("spanID");
    return new Span(
        span.path("spanID").asString(),
        parent.isMissingNode() ? null : parent.asString(),
        span.path("operationName").asString(),
        processes.path(span.path("processID").asString()).path("serviceName").asString(),
        span.path("startTime").asLong(),
        values(span.path("tags")),
        events);
  }

  private static Map<String, String> values(JsonNode fields) {
    Map<String, String> values = new LinkedHashMap<>();
    fields.forEach(
        field -> values.put(field.path("key").asString(), field.path("value").asString()));
    return values;
  }
}
