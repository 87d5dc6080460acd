package io.streamproof.verification.jaeger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The traces that a Jaeger has, through its HTTP API. */
public final class Traces {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI jaeger;

  public Traces(URI jaeger) {
    this.jaeger = jaeger;
  }

  /** What it has of a trace by now; without spans if it knows nothing of it. */
  public JaegerTrace get(String traceId) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(jaeger.resolve("/api/traces/" + traceId)).build(),
            BodyHandlers.ofString());
    List<JaegerSpan> spans = new ArrayList<>();
    for (JsonNode trace : MAPPER.readTree(answer.body()).path("data")) {
      JsonNode processes = trace.path("processes");
      trace.path("spans").forEach(span -> spans.add(JaegerSpan.of(span, processes)));
    }
    return new JaegerTrace(spans);
  }
}
