package io.streamproof.verification.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL 18, from embedded binaries. It listens on the loopback address only, and lets
 * nobody in without the password of this one stack. It is started directly, not by {@code pg_ctl},
 * so that it is a process like the others.
 */
public final class Postgres {
  static final String NAME = "postgresql";
  private static final int MAJOR_VERSION = 18;
  static final String DATABASE = "postgres";
  private static final String USER = "streamproof";

  /** What is lost in a crash of the machine is lost with the stack anyway. */
  private static final List<String> SETTINGS =
      List.of("fsync=off", "full_page_writes=off", "max_connections=60", "jit=off");

  private final Guard guard;
  private final @Nullable Security security;
  private final Path folder;
  private final int port;
  private final String password = UUID.randomUUID().toString();
  private final Unprivileged unprivileged;
  private final StackProcess process;
  private final Entrances entrances;

  private Postgres(Guard guard, int port, Entrances entrances, @Nullable Security security) {
    this.guard = guard;
    this.security = security;
    this.folder = guard.folder().resolve(NAME);
    this.port = port;
    this.unprivileged = Unprivileged.here();
    this.process =
        new StackProcess(new ProcessPlan(NAME, serverCommand(), Map.of(), "INT", "QUIT"), guard);
    this.entrances = entrances;
  }

  /**
   * Prepares one.
   *
   * @param proxied the services that come through a proxy of their own
   * @param security by which certificate it takes connections; null: they are not encrypted
   */
  static Postgres prepare(Guard guard, Set<String> proxied, @Nullable Security security) {
    int port = FreePorts.next();
    return new Postgres(guard, port, Entrances.open(proxied, service -> port), security);
  }

  StackProcess process() {
    return process;
  }

  /** The address for JDBC of its first database, without the user. */
  public String jdbcUrl() {
    return jdbcUrl(port, DATABASE);
  }

  /** The address for JDBC of a database, as a service is to connect to it. */
  String jdbcUrl(String service, String database) {
    return jdbcUrl(entrances.port(service, port), database);
  }

  /** Makes another database, and gives its address for JDBC. */
  String create(String database) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + database);
    } catch (SQLException e) {
      throw new StackException("cannot make a database " + database + ": " + e.getMessage());
    }
    return jdbcUrl(port, database);
  }

  private static String jdbcUrl(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** {@code host:port}, as a service is told. */
  String address(String service) {
    return "127.0.0.1:" + entrances.port(service, port);
  }

  Entrances entrances() {
    return entrances;
  }

  public String user() {
    return USER;
  }

  public String password() {
    return password;
  }

  /** Opens a connection of its own. */
  public Connection connect() throws SQLException {
    return connect(DATABASE);
  }

  /** Opens one to another of its databases. */
  public Connection connect(String database) throws SQLException {
    String checks = security == null ? "" : security.jdbcParameters();
    return DriverManager.getConnection(jdbcUrl(port, database) + checks, USER, password);
  }

  /** Unpacks the programs, makes an empty database and starts the server. */
  void start() {
    try {
      Path secret = guard.whileOpen(this::unpack);
      initialize(secret);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process.start();
  }

  void awaitReady(Readiness readiness) {
    readiness.await(process, this::answers);
  }

  private boolean answers() {
    try (Connection connection = connect()) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      if (version != MAJOR_VERSION) {
        throw new StackException("PostgreSQL " + version + " runs instead of " + MAJOR_VERSION);
      }
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private Path unpack() throws IOException {
    PostgresBinaries.install(Files.createDirectories(folder));
    Path secret = Files.writeString(folder.resolve("secret"), password);
    unprivileged.give(folder, secret);
    if (security != null) {
      Files.copy(
          security.certificates().keyAndCertificate(),
          identity(),
          StandardCopyOption.COPY_ATTRIBUTES);
      unprivileged.give(folder, identity());
    }
    return secret;
  }

  private void initialize(Path secret) throws IOException {
    List<String> command = new ArrayList<>(unprivileged.prefix());
    command.addAll(List.of(program("initdb"), "--pgdata=" + data(), "--username=" + USER));
    command.addAll(List.of("--pwfile=" + secret, "--auth=scram-sha-256", "--encoding=UTF8"));
    command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
    command.addAll(List.of("--locale=C", "--no-sync"));
    ProcessPlan plan = new ProcessPlan("initdb", command, Map.of());
    Process initdb = guard.launch(plan, new ProcessBuilder().redirectErrorStream(true));
    String output = new String(initdb.getInputStream().readAllBytes(), UTF_8);
    try {
      if (initdb.waitFor() != 0) {
        throw new StackException("PostgreSQL's initdb failed:\n" + output);
      }
      guard.forget(plan);
      if (security != null) {
        // No line is for connections that are not encrypted.
        Files.writeString(
            Path.of(data(), "pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted while PostgreSQL was being prepared");
    }
  }

  private List<String> serverCommand() {
    List<String> command = new ArrayList<>(unprivileged.prefix());
    command.addAll(List.of(program("postgres"), "-D", data(), "-h", "127.0.0.1"));
    command.addAll(List.of("-p", String.valueOf(port), "-k", ""));
    SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
    if (security != null) {
      command.addAll(List.of("-c", "ssl=on", "-c", "ssl_cert_file=" + identity()));
      command.addAll(List.of("-c", "ssl_key_file=" + identity()));
    }
    return command;
  }

  private String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }

  /** Its key and certificate. */
  private Path identity() {
    return folder.resolve("identity.pem");
  }

  private String data() {
    return folder.resolve("data").toString();
  }
}
