package io.streamproof.verification.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** A real broker (KRaft, one node) in a JVM of its own, from this program's own classpath. */
final class KafkaBroker {
  static final String NAME = "broker";

  private final StackProcess process;
  private final String address;

  private KafkaBroker(StackProcess process, String address) {
    this.process = process;
    this.address = address;
  }

  static KafkaBroker prepare(Guard guard, FreePorts ports) {
    Path folder = guard.folder().resolve(NAME);
    String address = "127.0.0.1:" + ports.next();
    String controller = "127.0.0.1:" + ports.next();
    Path properties = folder.resolve("server.properties");
    try {
      Files.createDirectories(folder);
      Files.writeString(
          properties,
          """
          %s
          listeners=BROKER://%s,CONTROLLER://%s
          advertised.listeners=BROKER://%2$s
          controller.quorum.voters=1@%3$s
          log.dirs=%s
          """
              .formatted(settings(), address, controller, folder.resolve("data")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> program =
        List.of(
            "-Dlogback.configurationFile=io/streamproof/verification/stack/broker-logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerProgram.class.getName(),
            properties.toString());
    ProcessPlan plan = new ProcessPlan(NAME, Jvm.command(folder, "1g", program), Map.of());
    return new KafkaBroker(new StackProcess(plan, guard), address);
  }

  StackProcess process() {
    return process;
  }

  /** {@code host:port}, for {@code bootstrap.servers}. */
  String address() {
    return address;
  }

  void awaitReady(Readiness readiness) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            address,
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

  private static String settings() throws IOException {
    try (InputStream settings = KafkaBroker.class.getResourceAsStream("broker.properties")) {
      if (settings == null) {
        throw new IllegalStateException("broker.properties is missing");
      }
      return new String(settings.readAllBytes(), UTF_8);
    }
  }
}
