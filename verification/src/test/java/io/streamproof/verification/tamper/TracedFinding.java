package io.streamproof.verification.tamper;

import io.streamproof.verification.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A finding with its links.
 *
 * @param trace null: it has no trace yet
 */
record TracedFinding(
    String id, String kind, String stage, @Nullable String traceId, @Nullable String trace) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** All findings of the stack's pipeline. */
  static List<TracedFinding> all(Stack stack) throws IOException, InterruptedException {
    URI address =
        stack
            .service("audit")
            .address()
            .resolve("/v1/pipelines/" + stack.pipeline().name() + "/findings?limit=1000");
    String answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
            .body();
    List<TracedFinding> findings = new ArrayList<>();
    for (JsonNode finding : MAPPER.readTree(answer).path("findings")) {
      findings.add(
          new TracedFinding(
              finding.path("id").asString(),
              finding.path("kind").asString(),
              finding.path("stage").asString(),
              finding.path("traceId").asString(null),
              finding.path("links").path("trace").asString(null)));
    }
    return findings;
  }

  String describe() {
    return kind + " " + stage;
  }

  boolean isTraced() {
    return trace != null;
  }
}
