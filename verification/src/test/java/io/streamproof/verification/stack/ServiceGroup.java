package io.streamproof.verification.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Services for several pipelines at once, on shared servers: a {@link Stack} has one pipeline and
 * one ledger, and attacks need an audit of several, and ledgers that are copied and replaced.
 */
public final class ServiceGroup implements AutoCloseable {
  public static final String INGEST = "ingest-service";
  public static final String OPERATOR = Service.OPERATOR_MODULE;
  public static final String AUDIT = "audit-service";

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final SharedServers servers;
  private final Guard guard = Guard.start();
  private final HttpClient client = HttpClient.newHttpClient();

  public ServiceGroup(SharedServers servers) {
    this.servers = servers;
  }

  /** {@code host:port} of the broker. */
  public String brokers() {
    return servers.brokers().address();
  }

  /** Where the broker keeps the log of a partition. */
  public Path log(TopicPartition partition) {
    return servers
        .brokers()
        .processes()
        .get(0)
        .log()
        .resolveSibling("data")
        .resolve(partition.toString());
  }

  /** A new folder, which goes with the group. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(guard.folder().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prepares a service of a module; it is not started. */
  public Service prepare(
      String name, String module, String maximumHeap, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", brokers());
    return Service.prepare(name, module, maximumHeap, environment, guard);
  }

  /** Starts services side by side, and waits until all are ready. */
  public void start(Service... services) {
    for (Service service : services) {
      service.process().start();
    }
    for (Service service : services) {
      service.awaitReady(Readiness.within(START_LIMIT), client);
    }
  }

  /** Makes an empty database, and gives the settings of an audit that has its ledger there. */
  public Map<String, String> createLedger(String database) {
    servers.postgres().create(database);
    return ledger(database);
  }

  /** Makes a database that is a copy of another, to which nobody is connected. */
  public Map<String, String> copyLedger(String database, String copy) {
    execute("create database " + copy + " template " + database);
    return ledger(copy);
  }

  private Map<String, String> ledger(String database) {
    return Map.of(
        "SPRING_DATASOURCE_URL",
        servers.postgres().jdbcUrl(Service.AUDIT, database),
        "SPRING_DATASOURCE_USERNAME",
        servers.postgres().user(),
        "SPRING_DATASOURCE_PASSWORD",
        servers.postgres().password(),
        "SPRING_DATASOURCE_HIKARI_MINIMUM_IDLE",
        "1");
  }

  /** Opens a connection to a ledger. */
  public Connection connect(String database) throws SQLException {
    return servers.postgres().connect(database);
  }

  private void execute(String sql) {
    try (Connection connection = servers.postgres().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new StackException(sql + ": " + e.getMessage());
    }
  }

  /** Asks an audit about one of its pipelines. */
  public AuditClient client(Service audit, String pipeline) {
    return new AuditClient(client, audit.address(), pipeline);
  }

  /** The newest findings of a pipeline. */
  public static List<Finding> findings(AuditClient audit) {
    return audit.findings(1_000);
  }

  @Override
  public void close() {
    guard.close();
  }
}
