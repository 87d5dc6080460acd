package io.streamproof.verification.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.streamproof.verification.TestServers;
import io.streamproof.verification.stack.Service;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ingest and audit behind tokens, as processes on a real broker and a real database, and
 * Schemathesis against the documents that they serve: whatever is sent, no answer that is not
 * declared.
 */
class FuzzST {
  private static final String VARIABLE = "STREAMPROOF_SCHEMATHESIS_PROGRAM";
  private static final String EXAMPLES =
      Objects.requireNonNullElse(System.getenv("STREAMPROOF_FUZZ_EXAMPLES"), "25");
  private static final String WRITER = "w".repeat(40);
  private static final String READER = "r".repeat(40);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path folder;

  private static @Nullable Stack stack;

  @BeforeAll
  static void start() throws IOException {
    String program = System.getenv(VARIABLE);
    assumeTrue(
        program != null && !program.isBlank(),
        VARIABLE + " names no Schemathesis; .ci/schemathesis/install installs one by Python");
    for (String file : List.of("pipeline.yml", "schemathesis.toml", "hooks.py")) {
      try (var resource = FuzzST.class.getResourceAsStream("/fuzz/" + file)) {
        Files.write(folder.resolve(file), Objects.requireNonNull(resource).readAllBytes());
      }
    }
    Path tokens = folder.resolve("tokens");
    Files.write(tokens, List.of("writer events:write " + WRITER, "reader audit:read " + READER));
    stack =
        Stack.start(
            StackOptions.of(folder.resolve("pipeline.yml"))
                .withStagesTogether()
                .withShared(TestServers.shared())
                .with("STREAMPROOF_SECURITY_TOKENS_FILE", tokens.toString()));
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void noRequestToIngestGetsAnUndeclaredAnswer() throws Exception {
    fuzz("ingest", WRITER);
  }

  @Test
  void noRequestToTheAuditGetsAnUndeclaredAnswer() throws Exception {
    URI uploads = service("ingest").address().resolve("/v1/pipelines/fuzzed/uploads?source=/u");
    HttpRequest.Builder upload =
        HttpRequest.newBuilder(uploads)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString("{\"key\": \"a\", \"size\": 11}\n".repeat(300)));
    assertThat(send(upload, WRITER).statusCode()).isEqualTo(202);
    URI report = service("audit").address().resolve("/v1/pipelines/fuzzed/report");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> send(HttpRequest.newBuilder(report), READER).body().contains("\"emitted\":300,"));

    fuzz("audit", READER);
  }

  private static void fuzz(String name, String token) throws Exception {
    Path output = folder.resolve(name + ".txt");
    Process schemathesis =
        new ProcessBuilder(
                Objects.requireNonNull(System.getenv(VARIABLE)),
                "run",
                service(name).address().resolve("/v3/api-docs").toString(),
                "--header=Authorization: Bearer " + token,
                // Parameters that depend on each other are beyond what a document can say.
                "--exclude-checks=positive_data_acceptance",
                "--phases=examples,coverage,fuzzing",
                "--max-examples=" + EXAMPLES,
                "--seed=1",
                "--generation-database=none",
                "--no-color")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(schemathesis.waitFor(10, TimeUnit.MINUTES)).as("it has ended").isTrue();
      assertThat(schemathesis.exitValue()).as(Files.readString(output, UTF_8)).isZero();
    } finally {
      schemathesis.destroyForcibly();
    }
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String token)
      throws IOException, InterruptedException {
    return CLIENT.send(
        request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
  }

  private static Service service(String name) {
    return Objects.requireNonNull(stack).service(name);
  }
}
