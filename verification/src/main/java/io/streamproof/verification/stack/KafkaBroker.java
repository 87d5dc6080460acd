package io.streamproof.verification.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A real broker (KRaft) in a JVM of its own, from this program's own jar. */
final class KafkaBroker {
  static final String NAME = "broker";
  static final String PROPERTIES = "server.properties";

  private final int node;
  private final StackProcess process;
  private final Doors doors;
  private final Entrances entrances;

  /** A port of the broker, the one that it names to those who come by it, and who may come. */
  private record Listener(String name, int port, int advertised, Admission admission) {}

  /** The ports by which services come that have no proxy. The bench comes by the open one. */
  private record Doors(Map<Admission, Integer> ports, @Nullable Security security) {
    static Doors of(@Nullable Security security) {
      Map<Admission, Integer> ports = new EnumMap<>(Admission.class);
      for (Admission admission :
          security == null ? Set.of(Admission.OPEN) : Set.of(Admission.values())) {
        ports.put(admission, FreePorts.next());
      }
      return new Doors(ports, security);
    }

    Admission admission(String service) {
      return security == null ? Admission.OPEN : security.admission(service);
    }

    int port(Admission admission) {
      return Objects.requireNonNull(ports.get(admission));
    }
  }

  private KafkaBroker(int node, StackProcess process, Doors doors, Entrances entrances) {
    this.node = node;
    this.process = process;
    this.doors = doors;
    this.entrances = entrances;
  }

  /**
   * Prepares a node of a cluster.
   *
   * @param proxied the services that come through a proxy of their own. A client is told by the
   *     broker where to connect to, so each has a listener of its own that names its proxy.
   * @param security how services are let in; null: whoever comes
   */
  static KafkaBroker prepare(
      Guard guard, int node, Quorum quorum, Set<String> proxied, @Nullable Security security) {
    String name = name(node);
    Path folder = guard.folder().resolve(name);
    Doors doors = Doors.of(security);
    Map<String, Integer> own = new TreeMap<>();
    proxied.forEach(service -> own.put(service, FreePorts.next()));
    Entrances entrances =
        Entrances.open(proxied, service -> Objects.requireNonNull(own.get(service)));
    Path properties = folder.resolve(PROPERTIES);
    try {
      Files.createDirectories(folder);
      Files.writeString(
          properties,
          settings()
              + quorum.settings(node)
              + (security == null ? "" : security.brokerSettings())
              + listeners(doors, quorum.controller(node), own, entrances)
              + "log.dirs="
              + folder.resolve("data"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> program = new ArrayList<>();
    program.add("-Dlogback.configurationFile=io/streamproof/verification/stack/broker-logback.xml");
    program.addAll(security == null ? List.of() : security.brokerOptions());
    program.addAll(ServiceProgram.bench(BrokerProgram.class));
    program.add(properties.toString());
    program.add(quorum.clusterId());
    program.addAll(security == null ? List.of() : security.brokerFormat());
    ProcessPlan plan = new ProcessPlan(name, Jvm.command(folder, "1g", program), Map.of());
    return new KafkaBroker(node, new StackProcess(plan, guard), doors, entrances);
  }

  /** The name of a node's process: {@code broker}, {@code broker-2} and so on. */
  static String name(int node) {
    return node == 1 ? NAME : NAME + "-" + node;
  }

  /** Its id in the cluster. */
  int node() {
    return node;
  }

  StackProcess process() {
    return process;
  }

  /** {@code host:port}, for {@code bootstrap.servers} of the bench's own clients. */
  String address() {
    return address(doors.port(Admission.OPEN));
  }

  /** The address that a service is told. */
  String address(String service) {
    return address(entrances.port(service, doors.port(doors.admission(service))));
  }

  Entrances entrances() {
    return entrances;
  }

  private static String listeners(
      Doors doors, String controller, Map<String, Integer> own, Entrances entrances) {
    List<Listener> listeners = new ArrayList<>();
    doors
        .ports()
        .forEach(
            (admission, port) ->
                listeners.add(new Listener(admission.name(), port, port, admission)));
    own.forEach(
        (service, door) ->
            listeners.add(
                new Listener(
                    "PROXIED" + listeners.size(),
                    door,
                    entrances.port(service, door),
                    doors.admission(service))));
    return """
        listeners=%s,CONTROLLER://%s
        advertised.listeners=%s
        listener.security.protocol.map=%s,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=%s
        """
            .formatted(
                joined(listeners, listener -> "://" + address(listener.port())),
                controller,
                joined(listeners, listener -> "://" + address(listener.advertised())),
                joined(listeners, listener -> ":" + listener.admission().protocol()),
                Admission.OPEN)
        + listeners.stream()
            .map(listener -> listener.admission().settings(listener.name()))
            .collect(Collectors.joining());
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
