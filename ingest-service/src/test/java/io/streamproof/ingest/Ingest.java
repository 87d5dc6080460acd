package io.streamproof.ingest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service as a user meets it: started from its main class, spoken to over HTTP. */
final class Ingest implements AutoCloseable {
  static final String FLIGHTS = pipeline("flights");

  private static final String MANAGEMENT_PORT = "management.server.port=";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final ConfigurableApplicationContext context;
  private final String pipeline;

  private Ingest(ConfigurableApplicationContext context, String pipeline) {
    this.context = context;
    this.pipeline = pipeline;
  }

  /** A specification of flights under a name of its own. */
  static String pipeline(String name) {
    return """
      name: %s
      partitions: 3
      source:
        key: data.origin
        time: data.time
      stages:
        - name: late
          filter: data.delay >= 15
      """
        .formatted(name);
  }

  /** Starts the service on a free port for a pipeline; settings are {@code name=value}. */
  static Ingest start(String bootstrapServers, String pipeline, String... settings)
      throws IOException {
    Path file = Files.createTempFile("pipeline", ".yml");
    Files.writeString(file, pipeline);
    file.toFile().deleteOnExit();
    List<String> arguments = new ArrayList<>();
    arguments.add("--spring.jmx.enabled=false");
    arguments.add("--spring.kafka.bootstrap-servers=" + bootstrapServers);
    arguments.add("--streamproof.pipelines=" + file);
    arguments.add("--server.port=0");
    if (List.of(settings).stream().noneMatch(setting -> setting.startsWith(MANAGEMENT_PORT))) {
      arguments.add("--" + MANAGEMENT_PORT + "0");
    }
    List.of(settings).forEach(setting -> arguments.add("--" + setting));
    return new Ingest(
        SpringApplication.run(IngestService.class, arguments.toArray(String[]::new)),
        pipeline.lines().findFirst().orElseThrow().substring("name: ".length()));
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  URI uri(String path) {
    String server = path.startsWith("/actuator") ? "management" : "server";
    String port = context.getEnvironment().getRequiredProperty("local." + server + ".port");
    return URI.create("http://127.0.0.1:" + port + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(path).GET());
  }

  /** The path of a call of the pipeline. */
  String path(String call) {
    return "/v1/pipelines/" + pipeline + "/" + call;
  }

  /** What stands in the pipeline's topics. */
  SourceTopic topic(Broker broker) {
    return new SourceTopic(broker.bootstrapServers(), pipeline);
  }

  /** An event in binary mode for the pipeline. */
  HttpRequest.Builder event(String id, String data) {
    return request(path("events"))
        .header("Content-Type", "application/json")
        .header("ce-specversion", "1.0")
        .header("ce-id", id)
        .header("ce-source", "/tests")
        .header("ce-type", "flight")
        .POST(BodyPublishers.ofString(data));
  }

  /** The sum of a Prometheus metric over its labels. */
  double metric(String name) throws Exception {
    return get("/actuator/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** Posts to a call of the pipeline. */
  HttpResponse<String> post(String call, String contentType, BodyPublisher body) throws Exception {
    return send(request(path(call)).header("Content-Type", contentType).POST(body));
  }

  HttpResponse<String> post(String call, String contentType, String body) throws Exception {
    return post(call, contentType, BodyPublishers.ofString(body));
  }

  @Override
  public void close() {
    context.close();
  }
}
