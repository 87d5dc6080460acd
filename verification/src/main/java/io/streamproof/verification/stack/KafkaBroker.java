package io.streamproof.verification.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** A real broker (KRaft, one node) in a JVM of its own, from this program's own classpath. */
final class KafkaBroker {
  static final String NAME = "broker";

  private final StackProcess process;
  private final int port;
  private final Entrances entrances;

  /** A port of the broker, and the one that it names to those who come by it. */
  private record Listener(String name, int port, int advertised) {}

  private KafkaBroker(StackProcess process, int port, Entrances entrances) {
    this.process = process;
    this.port = port;
    this.entrances = entrances;
  }

  /**
   * Prepares one.
   *
   * @param proxied the services that come through a proxy of their own. A client is told by the
   *     broker where to connect to, so each has a listener of its own that names its proxy.
   */
  static KafkaBroker prepare(Guard guard, FreePorts ports, Set<String> proxied) {
    Path folder = guard.folder().resolve(NAME);
    int port = ports.next();
    int controller = ports.next();
    Map<String, Integer> own = new TreeMap<>();
    proxied.forEach(service -> own.put(service, ports.next()));
    Entrances entrances =
        Entrances.open(proxied, service -> Objects.requireNonNull(own.get(service)), ports);
    Path properties = folder.resolve("server.properties");
    try {
      Files.createDirectories(folder);
      Files.writeString(
          properties,
          settings()
              + listeners(port, controller, own, entrances)
              + "log.dirs="
              + folder.resolve("data"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> program =
        List.of(
            "-Dlogback.configurationFile=io/streamproof/verification/stack/broker-logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerProgram.class.getName(),
            properties.toString(),
            Uuid.randomUuid().toString());
    ProcessPlan plan = new ProcessPlan(NAME, Jvm.command(folder, "1g", program), Map.of());
    return new KafkaBroker(new StackProcess(plan, guard), port, entrances);
  }

  StackProcess process() {
    return process;
  }

  /** {@code host:port}, for {@code bootstrap.servers}. */
  String address() {
    return address(port);
  }

  /** The address that a service is told. */
  String address(String service) {
    return address(entrances.port(service, port));
  }

  Entrances entrances() {
    return entrances;
  }

  void awaitReady(Readiness readiness) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            address(),
            "reconnect.backoff.max.ms",
            "100",
            "retry.backoff.ms",
            "50");
    try (Admin admin = Admin.create(settings)) {
      readiness.await(process, () -> answers(admin));
    }
  }

  private static boolean answers(Admin admin) throws InterruptedException {
    try {
      return !admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private static String listeners(
      int port, int controller, Map<String, Integer> own, Entrances entrances) {
    List<Listener> listeners = new ArrayList<>(List.of(new Listener("BROKER", port, port)));
    own.forEach(
        (service, door) ->
            listeners.add(
                new Listener("PROXIED" + listeners.size(), door, entrances.port(service, door))));
    return """
        listeners=%s,CONTROLLER://%s
        advertised.listeners=%s
        listener.security.protocol.map=%s,CONTROLLER:PLAINTEXT
        controller.quorum.voters=1@%s
        """
        .formatted(
            joined(listeners, listener -> "://" + address(listener.port())),
            address(controller),
            joined(listeners, listener -> "://" + address(listener.advertised())),
            joined(listeners, listener -> ":PLAINTEXT"),
            address(controller));
  }

  private static String joined(List<Listener> listeners, Function<Listener, String> behindName) {
    return listeners.stream()
        .map(listener -> listener.name() + behindName.apply(listener))
        .collect(Collectors.joining(","));
  }

  private static String address(int port) {
    return "127.0.0.1:" + port;
  }

  private static String settings() throws IOException {
    try (InputStream settings = KafkaBroker.class.getResourceAsStream("broker.properties")) {
      if (settings == null) {
        throw new IllegalStateException("broker.properties is missing");
      }
      return new String(settings.readAllBytes(), UTF_8);
    }
  }
}
