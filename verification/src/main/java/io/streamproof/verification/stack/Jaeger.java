package io.streamproof.verification.stack;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real Jaeger, all in one process, that keeps what it is told in memory. */
final class Jaeger {

  // Its other doors, which it opens in any case.
  private static final List<String> UNUSED =
      List.of(
          "admin.http.host-port",
          "collector.grpc-server.host-port",
          "collector.http-server.host-port",
          "query.grpc-server.host-port");

  private final StackProcess process;
  private final URI page;
  private final URI otlp;

  private Jaeger(StackProcess process, URI page, URI otlp) {
    this.process = process;
    this.page = page;
    this.otlp = otlp;
  }

  /** Prepares one from its program, {@code all-in-one} of Jaeger 1. */
  static Jaeger prepare(Path program, Guard guard) {
    String page = "127.0.0.1:" + FreePorts.next();
    String otlp = "127.0.0.1:" + FreePorts.next();
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add("--query.http-server.host-port=" + page);
    command.add("--collector.otlp.http.host-port=" + otlp);
    command.add("--collector.otlp.grpc.host-port=127.0.0.1:" + FreePorts.next());
    UNUSED.forEach(door -> command.add("--" + door + "=127.0.0.1:" + FreePorts.next()));
    ProcessPlan plan =
        new ProcessPlan(
            "jaeger",
            command,
            Map.of(
                "SPAN_STORAGE_TYPE", "memory",
                // It would trace itself.
                "OTEL_TRACES_SAMPLER", "always_off"));
    return new Jaeger(
        new StackProcess(plan, guard), URI.create("http://" + page), URI.create("http://" + otlp));
  }

  StackProcess process() {
    return process;
  }

  /** The address of its page and of its HTTP API. */
  URI page() {
    return page;
  }

  /** Where it takes spans, by OTLP over HTTP. */
  URI otlp() {
    return otlp;
  }

  void awaitReady(Readiness readiness, HttpClient client) {
    readiness.awaitOk(process, client, page.resolve("/api/services"));
  }
}
