package io.streamproof.operator.support;

import io.streamproof.operator.OperatorService;
import io.streamproof.pipeline.kafka.Broker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service in this JVM, running stages against the tests' broker. */
public final class RunningStage implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private RunningStage(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Starts a stage, {@code <pipeline>/<stage>}; settings as on a command line without dashes. */
  public static RunningStage start(Path pipeline, String stage, String... settings) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--streamproof.pipelines=" + pipeline);
    arguments.add("--streamproof.stage=" + stage);
    arguments.add("--streamproof.state-dir=target/state");
    arguments.add("--spring.kafka.bootstrap-servers=" + Broker.address());
    arguments.add("--management.server.port=0");
    for (String setting : settings) {
      arguments.add("--" + setting);
    }
    return new RunningStage(
        new SpringApplicationBuilder(OperatorService.class)
            .registerShutdownHook(false)
            .run(arguments.toArray(String[]::new)));
  }

  public boolean ready() {
    return get("/actuator/health/readiness").statusCode() == 200;
  }

  public HttpResponse<String> get(String path) {
    String port = context.getEnvironment().getProperty("local.management.port");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }

  /** Writes a specification to a file of its own. */
  public static Path specification(Path folder, String yaml) {
    try {
      return Files.writeString(Files.createTempFile(folder, "pipeline", ".yml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
