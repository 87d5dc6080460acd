package io.streamproof.verification.jaeger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A span as Jaeger's HTTP API gives it.
 *
 * @param service that exported it
 * @param parent the span that it is a child of; null: none
 * @param startMicros when it began, epoch microseconds
 * @param links {@code <trace>-<span>} of each span that it is linked to
 * @param tags attributes, kind and status, as texts
 * @param events the attributes of each, its name among them
 */
public record JaegerSpan(
    String service,
    String name,
    String trace,
    String id,
    @Nullable String parent,
    long startMicros,
    List<String> links,
    Map<String, String> tags,
    List<Map<String, String>> events) {

  static JaegerSpan of(JsonNode span, JsonNode processes) {
    String trace = span.path("traceID").asString();
    String parent = null;
    List<String> links = new ArrayList<>();
    for (JsonNode reference : span.path("references")) {
      String id = reference.path("spanID").asString();
      if (reference.path("refType").asString().equals("CHILD_OF")) {
        parent = id;
      } else {
        links.add(reference.path("traceID").asString() + "-" + id);
      }
    }
    List<Map<String, String>> events = new ArrayList<>();
    span.path("logs").forEach(log -> events.add(values(log.path("fields"))));
    return new JaegerSpan(
        processes.path(span.path("processID").asString()).path("serviceName").asString(),
        span.path("operationName").asString(),
        trace,
        span.path("spanID").asString(),
        parent,
        span.path("startTime").asLong(),
        links,
        values(span.path("tags")),
        events);
  }

  /** Whether it is the sending of a record. */
  public boolean isSend() {
    return name.startsWith("send ");
  }

  /** Whether the audit has rebuilt it from the topics. */
  public boolean isReconstructed() {
    return "true".equals(tag("streamproof.reconstructed"));
  }

  /** Whether it marks where a finding happened. */
  public boolean isMark() {
    return service.equals("streamproof-audit") && tags.containsKey("streamproof.finding.id");
  }

  /** The value of a tag; null: it has none. */
  public @Nullable String tag(String key) {
    return tags.get(key);
  }

  private static Map<String, String> values(JsonNode pairs) {
    Map<String, String> values = new LinkedHashMap<>();
    pairs.forEach(pair -> values.put(pair.path("key").asString(), pair.path("value").asString()));
    return values;
  }
}
