package io.streamproof.operator.support;

import io.streamproof.pipeline.kafka.Broker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The service as it is deployed: the jar, in a process of its own. */
public final class StageProcess implements AutoCloseable {
  private final Process process;
  private final Path output;
  private final int port;

  private StageProcess(Process process, Path output, int port) {
    this.process = process;
    this.output = output;
    this.port = port;
  }

  /** Starts a stage with further environment variables, in a small JVM that is up soon. */
  public static StageProcess start(
      Path folder, Path pipeline, String stage, Map<String, String> environment) {
    return start(
        folder,
        pipeline,
        stage,
        environment,
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx256m");
  }

  /** Starts a stage with further environment variables, in a JVM with those options. */
  public static StageProcess start(
      Path folder,
      Path pipeline,
      String stage,
      Map<String, String> environment,
      String... options) {
    int port = Broker.freePort();
    try {
      Path output = Files.createTempFile(folder, "process", ".log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of(options));
      command.addAll(program(environment.containsKey("LOADER_PATH")));
      ProcessBuilder builder = new ProcessBuilder(command);
      Map<String, String> variables = builder.environment();
      variables.put("STREAMPROOF_PIPELINES", pipeline.toString());
      variables.put("STREAMPROOF_STAGE", stage);
      variables.put("STREAMPROOF_STATE_DIR", folder.resolve("state").toString());
      variables.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", Broker.address());
      variables.put("MANAGEMENT_SERVER_PORT", String.valueOf(port));
      variables.putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      return new StageProcess(builder.start(), output, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar as one file loads custom operators; laid out in a folder it starts sooner. */
  private static List<String> program(boolean custom) {
    Path target = Path.of("target").toAbsolutePath();
    Path exploded = target.resolve("exploded");
    return custom
        ? List.of("-jar", target.resolve("operator-service.jar").toString())
        : List.of(
            "-XX:SharedArchiveFile=" + exploded.resolve("classes.jsa"),
            "-jar",
            exploded.resolve("operator-service.jar").toString());
  }

  public boolean alive() {
    return process.isAlive();
  }

  public boolean ready() {
    return status("/actuator/health/readiness") == 200;
  }

  /** The status of a GET; -1 where nothing answers. */
  public int status(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    try {
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The CPU time that it has taken. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** How many spans it has exported and dropped, as its metrics say. */
  public String spans() {
    return body("/actuator/prometheus")
        .lines()
        .filter(line -> line.startsWith("streamproof_spans_"))
        .collect(Collectors.joining(", "));
  }

  /** What a GET answers. */
  public String body(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGKILL: no hook runs, nothing is flushed. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM; gives the exit status. */
  public int terminate() {
    process.destroy();
    return exit();
  }

  /** Waits until it ends by itself; gives the exit status. */
  public int exit() {
    try {
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        throw new IllegalStateException("still running:\n" + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  public String output() {
    try {
      return String.join("\n", lines());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(output);
  }

  @Override
  public void close() {
    kill();
  }
}
