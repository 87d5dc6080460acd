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

  private Service(StackProcess process, URI address) {
    this.process = process;
    this.address = address;
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
    int port = ports.next();
    Path folder = guard.folder().resolve(name);
    Map<String, String> own = new HashMap<>(environment);
    own.put("SERVER_ADDRESS", "127.0.0.1");
    own.put("SERVER_PORT", String.valueOf(port));
    List<String> program =
        environment.containsKey(OPERATORS)
            ? ServiceProgram.packed(module)
            : ServiceProgram.exploded(module);
    ProcessPlan plan = new ProcessPlan(name, Jvm.command(folder, "1g", program), own);
    return new Service(new StackProcess(plan, guard), URI.create("http://127.0.0.1:" + port));
  }

  public StackProcess process() {
    return process;
  }

  /** {@code http://127.0.0.1:<port>}. */
  public URI address() {
    return address;
  }

  void awaitReady(Readiness readiness, HttpClient client) {
    readiness.awaitOk(process, client, address.resolve("/actuator/health/readiness"));
  }
}
