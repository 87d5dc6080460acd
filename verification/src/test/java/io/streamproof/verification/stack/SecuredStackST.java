package io.streamproof.verification.stack;

import static io.streamproof.verification.stack.Keys.Door.DATABASE;
import static io.streamproof.verification.stack.Keys.Door.HTTP;
import static io.streamproof.verification.stack.Keys.Door.KAFKA_BY_PASSWORD;
import static io.streamproof.verification.stack.Keys.Door.KAFKA_BY_TOKEN;
import static io.streamproof.verification.stack.Keys.Door.SECRETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pipeline whose connections are all encrypted, and whose services show who they are: ingest,
 * audit and the second stage by passwords, the first stage by a token. Settings and SQL are those
 * of docs/TLS.md.
 */
class SecuredStackST {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int EVENTS = 2_000;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path folder;

  private static @Nullable Issuer issuer;
  private static @Nullable Keys keys;
  private static @Nullable Stack stack;

  @BeforeAll
  static void start() throws Exception {
    String client = Keys.secret();
    issuer = Issuer.start(Keys.USER, client);
    Certificates certificates = Certificates.create(Files.createDirectory(folder.resolve("tls")));
    keys = new Keys(certificates, issuer, Keys.secret(), client, Keys.secret(), Keys.secret());
    Security security =
        new Security(
            certificates,
            Keys.USER,
            keys().kafka(),
            issuer.uri(),
            issuer.keys(),
            Set.of("operator-large", "late-comer"));
    stack =
        Stack.start(
            StackOptions.of(pipeline())
                .withSecurity(security)
                .withPreparation(stack -> keys().makeRoles(stack.postgres()))
                .with("SPRING_SSL_BUNDLE_WATCH_FILE_QUIETPERIOD", "1s")
                .with("ingest", coming(HTTP, KAFKA_BY_PASSWORD))
                .with("operator-large", coming(HTTP, KAFKA_BY_TOKEN))
                .with("operator-sums", withFaults(coming(HTTP, KAFKA_BY_PASSWORD)))
                .with("audit", coming(HTTP, KAFKA_BY_PASSWORD, SECRETS, DATABASE)));
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
    if (issuer != null) {
      issuer.close();
    }
  }

  @Test
  void provesAPipelineThroughLockedDoors() throws Exception {
    Path orders = folder.resolve("orders.ndjson");
    Files.write(
        orders,
        IntStream.range(0, EVENTS)
            .mapToObj(n -> "{\"account\": \"a%s\", \"pieces\": %s}".formatted(n % 7, n % 10))
            .toList());

    assertThat(stack().upload(orders, "/orders").receipt().get().accepted()).isEqualTo(EVENTS);

    await().atMost(LIMIT).until(SecuredStackST::isProven);
    assertThat(
            ledger(
                "select count(*) from pg_stat_ssl join pg_stat_activity using (pid)"
                    + " where usename = 'streamproof_audit' and ssl"))
        .isPositive();
    assertThat(
            ledger(
                "select count(*) from pg_stat_ssl join pg_stat_activity using (pid)"
                    + " where client_port is not null and not ssl"))
        .isZero();
    assertThat(
            ledger(
                "select count(*) from pg_tables where tablename like 'event_index_2%'"
                    + " and tableowner = 'streamproof_owner'"))
        .isPositive();
    assertNoSecretIn(stack().services().stream().map(Service::process).toList());
  }

  @Test
  void letsNobodyInWithoutEncryption() throws Exception {
    String url =
        "jdbc:postgresql://%s/streamproof?sslmode=disable"
            .formatted(stack().postgres().address("stranger"));
    assertThatThrownBy(() -> DriverManager.getConnection(url, "streamproof_audit", keys().audit()))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("no encryption");
    HttpClient client = HttpClient.newHttpClient();
    for (URI door : httpDoors()) {
      URI plain = URI.create(door.toString().replace("https", "http"));
      assertThat(client.send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString()))
          .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(400))
          .satisfies(answer -> assertThat(answer.body()).contains("requires TLS"));
    }
  }

  @Test
  void showsARenewedCertificateWithoutARestart() throws Exception {
    Set<BigInteger> before = serials(httpDoors());
    assertThat(before).hasSize(1);

    keys().certificates().renew();

    await()
        .atMost(LIMIT)
        .until(
            () -> {
              Set<BigInteger> now = serials(httpDoors());
              return now.size() == 1 && !now.equals(before);
            });
  }

  @Test
  void saysWhyAServiceIsNotLetIn() throws Exception {
    Keys stranger =
        keys().trusting(Certificates.create(Files.createDirectory(folder.resolve("other"))));
    Keys wrong = keys().wrong();
    try (Guard guard = Guard.start()) {
      Map<StackProcess, String> reasons =
          Map.of(
              process("ingest", "ingest-service", stranger, guard, KAFKA_BY_PASSWORD),
              "PKIX path",
              process("operator", "operator-service", wrong, guard, KAFKA_BY_PASSWORD),
              "invalid credentials with SASL mechanism SCRAM-SHA-512",
              process("late-comer", "operator-service", wrong, guard, KAFKA_BY_TOKEN),
              "401",
              process("audit", "audit-service", wrong, guard, KAFKA_BY_PASSWORD, SECRETS, DATABASE),
              "password authentication failed for user \"streamproof_audit\"",
              process(
                  "other-audit",
                  "audit-service",
                  stranger,
                  guard,
                  KAFKA_BY_PASSWORD,
                  SECRETS,
                  DATABASE),
              "PKIX path");
      reasons.keySet().forEach(StackProcess::start);
      await()
          .atMost(LIMIT)
          .until(() -> reasons.keySet().stream().allMatch(process -> process.death().isPresent()));
      reasons.forEach(
          (process, reason) -> {
            assertThat(process.exitCode()).as(process.name()).hasValue(1);
            assertThat(process.logTail(20)).anyMatch(line -> line.contains(reason));
          });
      assertNoSecretIn(reasons.keySet());
    }
  }

  private static boolean isProven() {
    return stack()
        .report()
        .filter(report -> report.source().observed() == EVENTS)
        .filter(Report::isJudged)
        .filter(report -> report.verdict() == Report.Verdict.PROVEN)
        .isPresent();
  }

  private static StackOptions.Settings coming(Keys.Door... doors) {
    return (brokers, database) -> keys().settings(brokers, database, doors);
  }

  /**
   * The same with a plan that leaves results right, so that clients which plant faults are used.
   */
  private static StackOptions.Settings withFaults(StackOptions.Settings settings)
      throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("faults.yml"),
            "{seed: 1, faults: [{fault: delay, stage: sums, every: 100, for: 1ms}]}");
    return (brokers, database) -> {
      Map<String, String> planted = new HashMap<>(settings.at(brokers, database));
      planted.put("STREAMPROOF_FAULTS_PLAN", plan.toString());
      planted.put("STREAMPROOF_FAULTS_ENABLED", "true");
      return planted;
    };
  }

  /** One more service, that does not wait long where it is not let in. */
  private static StackProcess process(
      String name, String module, Keys own, Guard guard, Keys.Door... doors) {
    Map<String, String> settings =
        own.settings(stack().brokers(name), stack().postgres().address(name), doors);
    settings.put("STREAMPROOF_PIPELINES", pipeline().toAbsolutePath().toString());
    settings.put("STREAMPROOF_STAGE", "secured/large");
    settings.put("SERVER_PORT", "0");
    settings.put("MANAGEMENT_SERVER_PORT", "0");
    settings.put("STREAMPROOF_STARTUPTIMEOUT", "3s");
    settings.put("STREAMPROOF_INGEST_STARTUPTIMEOUT", "3s");
    settings.put("SPRING_DATASOURCE_HIKARI_INITIALIZATIONFAILTIMEOUT", "1");
    settings.put("SPRING_FLYWAY_CONNECTRETRIES", "0");
    List<String> command =
        Jvm.command(guard.folder().resolve(name), "512m", ServiceProgram.exploded(module));
    return new StackProcess(new ProcessPlan(name, command, settings), guard);
  }

  private static void assertNoSecretIn(Collection<StackProcess> processes) throws IOException {
    for (StackProcess process : processes) {
      assertThat(Files.readString(process.log())).as(process.name()).isNotEmpty();
      assertThat(Files.readString(process.log()))
          .as(process.name())
          .doesNotContain("secret-", "eyJ", "PRIVATE KEY");
    }
  }

  private static List<URI> httpDoors() {
    return stack().services().stream()
        .flatMap(service -> Stream.of(service.address(), service.management()))
        .toList();
  }

  /** Of the certificates that are shown at doors. */
  private static Set<BigInteger> serials(List<URI> doors) throws IOException {
    Set<BigInteger> serials = new HashSet<>();
    SSLSocketFactory sockets = keys().certificates().trusted().getSocketFactory();
    for (URI door : doors) {
      try (SSLSocket socket = (SSLSocket) sockets.createSocket(door.getHost(), door.getPort())) {
        X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        serials.add(shown.getSerialNumber());
      }
    }
    return serials;
  }

  private static long ledger(String count) throws SQLException {
    try (Connection connection = stack().postgres().connect("streamproof");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(count)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Path pipeline() {
    return Path.of("src/test/resources/secured/pipeline.yml");
  }

  private static Keys keys() {
    return Objects.requireNonNull(keys);
  }

  private static Stack stack() {
    return Objects.requireNonNull(stack);
  }
}
