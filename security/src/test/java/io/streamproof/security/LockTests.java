package io.streamproof.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A service behind the lock, its real server included, as callers and strangers meet it. */
@ExtendWith(OutputCaptureExtension.class)
class LockTests {
  private static final String READER = "r".repeat(40);
  private static final String WRITER = "w".repeat(40);
  private static final String ADDRESS = "--server.address=";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path folder;

  /** A service that asks for a scope and has one call. */
  @EnableAutoConfiguration
  static class Locked {
    @Bean
    Scope scope() {
      return Scope.AUDIT_READ;
    }

    @Bean
    Calls calls() {
      return new Calls();
    }
  }

  /** What is behind the lock. */
  @RestController
  static class Calls {
    @GetMapping("/v1/inside")
    String inside() {
      return "inside";
    }

    @GetMapping("/v1/counted")
    ResponseEntity<ProblemDetail> counted(@RequestParam String limit) {
      ProblemDetail problem =
          ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "no number: " + limit);
      problem.setProperty("parameter", "limit");
      return ResponseEntity.badRequest().body(problem);
    }

    @GetMapping("/v1/broken")
    String broken() {
      throw new IllegalStateException("select secret from inside");
    }
  }

  @Test
  void opensToATokenWithTheScopeAlone(CapturedOutput output) throws Exception {
    try (ConfigurableApplicationContext service = start(tokens())) {
      assertThat(get(service, "/v1/inside", READER).body()).isEqualTo("inside");

      HttpResponse<String> nobody = get(service, "/v1/inside", "");
      assertProblem(nobody, 401, "Bearer", "a bearer token is needed");
      HttpResponse<String> stranger = get(service, "/v1/inside", "x".repeat(40));
      assertProblem(stranger, 401, "Bearer error=\"invalid_token\"", "the token is not valid");
      HttpResponse<String> writer = get(service, "/v1/inside", WRITER);
      assertProblem(
          writer,
          403,
          "Bearer error=\"insufficient_scope\", scope=\"audit:read\"",
          "the token lacks the scope audit:read");
      assertThat(Stream.of(nobody, stranger, writer))
          .allSatisfy(answer -> assertThat(answer.headers().map()).doesNotContainKey("Set-Cookie"));
      String secret = "of-a-token-in-the-wrong-place";
      assertThat(get(service, "/v1/counted?limit=" + secret, READER).body()).contains(secret);
      // What there is is no stranger's business either.
      assertThat(get(service, "/v1/nothing", "").statusCode()).isEqualTo(401);
      assertThat(get(service, "/v1/nothing", READER).statusCode()).isEqualTo(404);
    }
    assertThat(output)
        .contains("2 static tokens are valid: reader, writer")
        .contains("refused GET /v1/inside from 127.0.0.1, caller -: 401 a bearer token is needed")
        .contains("caller -: 401 the token is not valid")
        .contains("caller writer: 403 the token lacks the scope audit:read")
        .contains("caller reader: 400 the parameter limit cannot be used")
        .doesNotContain(READER, WRITER, "x".repeat(40), "in-the-wrong-place")
        .doesNotContain("security password");
  }

  @Test
  void findsItsTokensWhereverTheProcessIs() throws Exception {
    tokens();
    Path relative = Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath());
    assertThat(relative.toString()).startsWith("..");
    try (ConfigurableApplicationContext service =
        start("--streamproof.security.tokens-file=" + relative)) {
      assertThat(get(service, "/v1/inside", READER).body()).isEqualTo("inside");
    }
  }

  @Test
  void leavesProbesOpenOnTheirOwnPortAlone() throws Exception {
    try (ConfigurableApplicationContext service = start(tokens())) {
      String management = property(service, "local.management.port");

      assertThat(get(management, "/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(get(management, "/actuator/env").statusCode()).isEqualTo(401);
      assertThat(get(management, "/v1/inside").statusCode()).isEqualTo(401);
      assertThat(get(service, "/actuator/health", READER).statusCode()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void refusesToStandOpenToOthers(String address, CapturedOutput output) {
    assertThatThrownBy(() -> start(ADDRESS + address))
        .hasRootCauseInstanceOf(CannotLockException.class);

    assertThat(output)
        .contains("The service would be open to everyone who reaches")
        .contains("STREAMPROOF_SECURITY_TOKENS_FILE", "audit:read", "ISSUER_URI")
        .doesNotContain("\tat ");
  }

  @Test
  void opensToItsOwnMachineWithoutATokenAndToOthersWithOne() throws Exception {
    try (ConfigurableApplicationContext service = start()) {
      assertThat(get(service, "/v1/inside", "").body()).isEqualTo("inside");
    }
    try (ConfigurableApplicationContext service = start(tokens(), ADDRESS + "0.0.0.0")) {
      assertThat(get(service, "/v1/inside", READER).body()).isEqualTo("inside");
    }
  }

  @Test
  void opensToWhomTheIssuerVouchesFor() throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).keyID("k").generate();
    HttpServer issuer = issuer(key);
    String address = "http://127.0.0.1:" + issuer.getAddress().getPort();
    String[] settings = {
      tokens(),
      "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + address,
      "--spring.security.oauth2.resourceserver.jwt.audiences=streamproof"
    };
    try (ConfigurableApplicationContext service = start(settings)) {
      assertThat(inside(service, jwt(key, address, "streamproof", "audit:read", 60)))
          .isEqualTo(200);
      assertThat(inside(service, READER)).isEqualTo(200);
      assertThat(inside(service, jwt(key, address, "streamproof", "events:write", 60)))
          .isEqualTo(403);
      assertThat(inside(service, jwt(key, address, "streamproof", "audit:read", -3600)))
          .isEqualTo(401);
      assertThat(inside(service, jwt(key, address, "others", "audit:read", 60))).isEqualTo(401);
      assertThat(inside(service, jwt(key, "http://else", "streamproof", "audit:read", 60)))
          .isEqualTo(401);
      RSAKey forger = new RSAKeyGenerator(2048).keyID("k").generate();
      assertThat(inside(service, jwt(forger, address, "streamproof", "audit:read", 60)))
          .isEqualTo(401);
    } finally {
      issuer.stop(0);
    }
  }

  @Test
  void saysThatItsIssuerIsAwayRatherThanThatItFailed() throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).keyID("k").generate();
    try (ConfigurableApplicationContext service =
        start("--spring.security.oauth2.resourceserver.jwt.issuer-uri=http://127.0.0.1:1")) {
      HttpResponse<String> answer =
          get(service, "/v1/inside", jwt(key, "http://127.0.0.1:1", "a", "audit:read", 60));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(answer.body()).contains("its issuer does not answer");
    }
  }

  @Test
  void answersWhatIsNoProperRequestWithoutTellingOfTheServer() throws Exception {
    List<String> requests =
        List.of(
            "GET /v1/inside HTTP/1.1\r\n\r\n",
            "GET /v1/|<>inside HTTP/1.1\r\nHost: a\r\n\r\n",
            "G\u0001T /v1/inside HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /v1/inside HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: none\r\n\r\n",
            "GET /v1/../inside HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /v1/inside;a=b HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /%2e%2e/%00 HTTP/1.1\r\nHost: a\r\n\r\n",
            "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/7.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nA: " + "a".repeat(20_000) + "\r\n\r\n");
    try (ConfigurableApplicationContext service = start(tokens())) {
      for (String request : requests) {
        assertThat(raw(service, request))
            .as(request.substring(0, 20))
            .matches("(?s)HTTP/1.1 (4|5)\\d\\d .*")
            .contains("application/problem+json")
            .doesNotContainIgnoringCase("tomcat", "apache", "exception", "<html", "org.");
      }
      HttpResponse<String> failed = get(service, "/v1/broken", READER);
      assertThat(failed.statusCode()).isEqualTo(500);
      assertThat(failed.body()).contains("\"status\":500").doesNotContain("select", "Exception");
    }
  }

  @Test
  void answersAStrangerBeforeTheBodyEndsAndReadsNotForEver() throws Exception {
    try (ConfigurableApplicationContext service = start(tokens());
        Socket socket = connect(service)) {
      OutputStream out = socket.getOutputStream();
      out.write(bytes("POST /v1/inside HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n"));
      assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 401");

      long begin = System.nanoTime();
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                try {
                  out.write('a');
                  return false;
                } catch (IOException e) {
                  return true;
                }
              });
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void keepsAConnectionWhoseBodyNobodyReadButCameToItsEnd() throws Exception {
    String post = "POST /v1/inside HTTP/1.1\r\nHost: a\r\n";
    String sized = post + "Content-Length: 2\r\n\r\n{}";
    String chunked = post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
    String last = "GET /v1/inside HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    try (ConfigurableApplicationContext service = start(tokens())) {
      assertThat(raw(service, sized + chunked + last))
          .containsSubsequence("HTTP/1.1 401", "HTTP/1.1 401", "HTTP/1.1 401");
    }
  }

  private static void assertProblem(
      HttpResponse<String> answer, int status, String challenge, String detail) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains(challenge);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status, "\"detail\":\"" + detail + "\"");
  }

  private String tokens() throws IOException {
    Path file = folder.resolve("tokens");
    Files.write(file, List.of("reader audit:read " + READER, "writer events:write " + WRITER));
    return "--streamproof.security.tokens-file=" + file;
  }

  private static ConfigurableApplicationContext start(String... settings) {
    Stream<String> own =
        Stream.of(
            "--server.port=0",
            "--management.server.port=0",
            "--management.server.address=127.0.0.1",
            "--spring.autoconfigure.exclude="
                + "org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration",
            "--spring.main.banner-mode=off");
    Stream<String> address =
        Stream.of(settings).anyMatch(setting -> setting.startsWith(ADDRESS))
            ? Stream.empty()
            : Stream.of(ADDRESS + "127.0.0.1");
    return SpringApplication.run(
        Locked.class,
        Stream.of(own, address, Stream.of(settings)).flatMap(all -> all).toArray(String[]::new));
  }

  private static int inside(ConfigurableApplicationContext service, String token) throws Exception {
    return get(service, "/v1/inside", token).statusCode();
  }

  private static HttpResponse<String> get(
      ConfigurableApplicationContext service, String path, String token) throws Exception {
    HttpRequest.Builder request = request(property(service, "local.server.port"), path);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String port, String path) throws Exception {
    return CLIENT.send(request(port, path).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }

  private static String property(ConfigurableApplicationContext service, String name) {
    return service.getEnvironment().getRequiredProperty(name);
  }

  private static String raw(ConfigurableApplicationContext service, String request)
      throws IOException {
    try (Socket socket = connect(service)) {
      socket.getOutputStream().write(bytes(request));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static Socket connect(ConfigurableApplicationContext service) throws IOException {
    int port = Integer.parseInt(property(service, "local.server.port"));
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static HttpServer issuer(RSAKey key) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    serve(
        server,
        "/.well-known/openid-configuration",
        "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\"}".formatted(address));
    serve(server, "/keys", new JWKSet(key.toPublicJWK()).toString());
    server.start();
    return server;
  }

  private static void serve(HttpServer server, String path, String json) {
    server.createContext(
        path,
        exchange -> {
          byte[] body = json.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private static String jwt(
      RSAKey key, String issuer, String audience, String scope, int secondsLeft) {
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k").build(),
              new JWTClaimsSet.Builder()
                  .issuer(issuer)
                  .subject("someone")
                  .audience(audience)
                  .claim("scope", scope)
                  .expirationTime(Date.from(Instant.now().plusSeconds(secondsLeft)))
                  .build());
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
