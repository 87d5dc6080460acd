package io.streamproof.verification.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks an audit about one pipeline. */
public final class AuditClient {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final JsonMapper MAPPER = new JsonMapper();

  private final HttpClient client;
  private final URI pipeline;
  private volatile String problem = "it has not been asked";

  AuditClient(HttpClient client, URI audit, String pipeline) {
    this.client = client;
    this.pipeline = audit.resolve("/v1/pipelines/" + pipeline + "/");
  }

  URI reportAddress() {
    return pipeline.resolve("report");
  }

  /** Why the last call got no answer. */
  public String problem() {
    return problem;
  }

  /** The report; empty while the audit does not answer. */
  public Optional<Report> report() {
    return get("report").map(Report::parse);
  }

  /** The newest findings. */
  List<Finding> findings(int limit) {
    List<Finding> findings = new ArrayList<>();
    get("findings?limit=" + limit)
        .map(MAPPER::readTree)
        .ifPresent(
            answer -> {
              for (JsonNode finding : answer.isArray() ? answer : answer.path("findings")) {
                findings.add(MAPPER.treeToValue(finding, Finding.class));
              }
            });
    return findings;
  }

  /** Where the audit gives the lineage of what stands at a place. */
  URI lineageAddress(TopicPartition partition, long offset) {
    return pipeline.resolve(
        "/v1/lineage/%s/%s/%s".formatted(partition.topic(), partition.partition(), offset));
  }

  /**
   * What the audit answers to a call that succeeds, given by its path.
   *
   * @throws StackException if it refuses it
   */
  public JsonNode json(String path) {
    return get(path)
        .map(MAPPER::readTree)
        .orElseThrow(() -> new StackException("the audit refuses " + path + ": " + problem));
  }

  private Optional<String> get(String call) {
    HttpRequest request = HttpRequest.newBuilder(pipeline.resolve(call)).timeout(ANSWER).build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        return Optional.of(answer.body());
      }
      problem = answer.statusCode() + " " + Upload.detail(answer.body());
    } catch (IOException e) {
      problem = e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted while asking the audit");
    }
    return Optional.empty();
  }
}
