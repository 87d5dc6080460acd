package io.streamproof.verification.stack;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One of Streamproof's services, run from what gets deployed, ready when it says so. */
public final class Service {
  /** The variable that names a folder with the jars of custom operators. */
  static final String LOADER_PATH = "LOADER_PATH";

  public static final String INGEST = "ingest";

  /** The name of the first instance of the audit. */
  public static final String AUDIT = "audit";

  /** The name of the process that runs all stages together. */
  static final String OPERATORS = "operators";

  /** What the name of a process that runs one stage begins with, before the stage's name. */
  public static final String OPERATOR_PREFIX = "operator-";

  static final String OPERATOR_MODULE = "operator-service";

  private final StackProcess process;
  private final String module;
  private final Map<String, String> environment;
  private final URI address;
  private final URI management;

  private Service(
      StackProcess process,
      String module,
      Map<String, String> environment,
      URI address,
      URI management) {
    this.process = process;
    this.module = module;
    this.environment = Map.copyOf(environment);
    this.address = address;
    this.management = management;
  }

  /**
   * Prepares a service.
   *
   * @param name of its process
   * @param module whose jar it is
   * @param maximumHeap of its JVM, as {@code -Xmx} takes it
   * @param environment its configuration, but for its own addresses
   */
  static Service prepare(
      String name,
      String module,
      String maximumHeap,
      Map<String, String> environment,
      Guard guard) {
    URI management =
        address(environment.containsKey("MANAGEMENT_SERVER_SSL_BUNDLE"), FreePorts.next());
    // Nobody calls an operator: it has no other port.
    URI address =
        module.equals(OPERATOR_MODULE)
            ? management
            : address(environment.containsKey("SERVER_SSL_BUNDLE"), FreePorts.next());
    Path folder = guard.folder().resolve(name);
    Map<String, String> settings = new HashMap<>(environment);
    settings.put("SERVER_ADDRESS", "127.0.0.1");
    settings.put("MANAGEMENT_SERVER_PORT", String.valueOf(management.getPort()));
    if (!module.equals(OPERATOR_MODULE)) {
      settings.put("SERVER_PORT", String.valueOf(address.getPort()));
    }
    List<String> program =
        environment.containsKey(LOADER_PATH)
            ? ServiceProgram.packed(module)
            : ServiceProgram.exploded(module);
    ProcessPlan plan = new ProcessPlan(name, Jvm.command(folder, maximumHeap, program), settings);
    return new Service(new StackProcess(plan, guard), module, settings, address, management);
  }

  private static URI address(boolean encrypted, int port) {
    return URI.create((encrypted ? "https" : "http") + "://127.0.0.1:" + port);
  }

  /** Whether it runs stages. */
  public boolean isOperator() {
    return module.equals(OPERATOR_MODULE);
  }

  /** Whether that is the name of an instance of the audit. */
  public static boolean isAudit(String name) {
    return name.equals(AUDIT) || name.startsWith(AUDIT + "-");
  }

  public StackProcess process() {
    return process;
  }

  /** The module whose jar it is. */
  public String module() {
    return module;
  }

  /** The variables by which it is configured, its own addresses included. */
  public Map<String, String> environment() {
    return environment;
  }

  /** {@code http://127.0.0.1:<port>}, or https, where it is called; an operator's only one. */
  public URI address() {
    return address;
  }

  /** {@code http://127.0.0.1:<port>}, or https, where it tells of its health and its metrics. */
  public URI management() {
    return management;
  }

  /** Waits until it is ready, as long as its process lives. */
  void awaitReady(Readiness readiness, HttpClient client) {
    readiness.awaitOk(process, client, readinessPage());
  }

  /** Whether it is ready now, whoever has started it. */
  boolean isReady(HttpClient client) {
    try {
      return Readiness.isOk(client, readinessPage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted while waiting for " + process.name());
    }
  }

  private URI readinessPage() {
    return management.resolve("/actuator/health/readiness");
  }
}
