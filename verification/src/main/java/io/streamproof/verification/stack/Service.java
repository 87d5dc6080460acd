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
  static final String OPERATORS = "LOADER_PATH";

  /** The name of the first instance of the audit. */
  static final String AUDIT = "audit";

  private static final String OPERATOR = "operator-service";

  private final StackProcess process;
  private final URI address;
  private final URI management;

  private Service(StackProcess process, URI address, URI management) {
    this.process = process;
    this.address = address;
    this.management = management;
  }

  /**
   * Prepares a service.
   *
   * @param name of its process
   * @param module whose jar it is
   * @param environment its configuration, but for its own addresses
   */
  static Service prepare(
      String name, String module, Map<String, String> environment, Guard guard, FreePorts ports) {
    URI management = address(environment.containsKey("MANAGEMENT_SERVER_SSL_BUNDLE"), ports.next());
    // Nobody calls an operator: it has no other port.
    URI address =
        module.equals(OPERATOR)
            ? management
            : address(environment.containsKey("SERVER_SSL_BUNDLE"), ports.next());
    Path folder = guard.folder().resolve(name);
    Map<String, String> settings = new HashMap<>(environment);
    settings.put("SERVER_ADDRESS", "127.0.0.1");
    settings.put("MANAGEMENT_SERVER_PORT", String.valueOf(management.getPort()));
    if (!module.equals(OPERATOR)) {
      settings.put("SERVER_PORT", String.valueOf(address.getPort()));
    }
    List<String> program =
        environment.containsKey(OPERATORS)
            ? ServiceProgram.packed(module)
            : ServiceProgram.exploded(module);
    ProcessPlan plan = new ProcessPlan(name, Jvm.command(folder, "1g", program), settings);
    return new Service(new StackProcess(plan, guard), address, management);
  }

  private static URI address(boolean encrypted, int port) {
    return URI.create((encrypted ? "https" : "http") + "://127.0.0.1:" + port);
  }

  /** Whether that is the name of an instance of the audit. */
  public static boolean isAudit(String name) {
    return name.equals(AUDIT) || name.startsWith(AUDIT + "-");
  }

  public StackProcess process() {
    return process;
  }

  /** {@code http://127.0.0.1:<port>}, or https, where it is called; an operator's only one. */
  public URI address() {
    return address;
  }

  /** {@code http://127.0.0.1:<port>}, or https, where it tells of its health and its metrics. */
  public URI management() {
    return management;
  }

  void awaitReady(Readiness readiness, HttpClient client) {
    readiness.awaitOk(process, client, management.resolve("/actuator/health/readiness"));
  }
}
