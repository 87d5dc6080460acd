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
   * @param environment its configuration, but for its own address
   */
  static Service prepare(
      String name, String module, Map<String, String> environment, Guard guard, FreePorts ports) {
    URI address = address(environment.containsKey("SERVER_SSL_BUNDLE"), ports.next());
    // Spring Boot encrypts a port of its own only, and one that is not the service's.
    boolean own = environment.containsKey("MANAGEMENT_SERVER_SSL_BUNDLE");
    URI management = own ? address(true, ports.next()) : address;
    Path folder = guard.folder().resolve(name);
    Map<String, String> settings = new HashMap<>(environment);
    settings.put("SERVER_ADDRESS", "127.0.0.1");
    settings.put("SERVER_PORT", String.valueOf(address.getPort()));
    settings.put("MANAGEMENT_SERVER_PORT", String.valueOf(management.getPort()));
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

  public StackProcess process() {
    return process;
  }

  /** {@code http://127.0.0.1:<port>}, or https. */
  public URI address() {
    return address;
  }

  /** Where it tells of its health and its metrics; the same, unless that port is encrypted. */
  public URI management() {
    return management;
  }

  void awaitReady(Readiness readiness, HttpClient client) {
    readiness.awaitOk(process, client, management.resolve("/actuator/health/readiness"));
  }
}
