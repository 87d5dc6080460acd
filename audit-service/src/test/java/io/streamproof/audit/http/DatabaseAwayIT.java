package io.streamproof.audit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DatabaseAwayIT {
  @Test
  void callersAreAskedToComeBackWhileTheDatabaseIsAway() throws IOException {
    EmbeddedPostgres server = EmbeddedPostgres.start();
    try (Answering audit =
        new Answering(
            server.getJdbcUrl("postgres", "postgres"),
            "spring.datasource.hikari.connection-timeout=500")) {
      assertThat(audit.get("/v1/pipelines/flights/report").statusCode()).isEqualTo(200);
      CompletableFuture<HttpResponse<String>> waiting =
          audit.getAsync("/v1/pipelines/flights/proof?through=2002-01-01T00:00:00Z&wait=60s");

      server.close();

      assertAway(waiting.join());
      assertAway(audit.get("/v1/pipelines"));
      assertAway(audit.get("/v1/pipelines/flights/report"));
      assertAway(audit.get("/v1/pipelines/flights/report", "Accept", "text/csv"));
      assertAway(audit.get("/v1/pipelines/flights/findings"));
      assertAway(audit.get("/v1/findings/1"));
      assertAway(audit.get("/v1/pipelines/flights/proof"));
    } finally {
      server.close();
    }
  }

  private static void assertAway(HttpResponse<String> response) {
    ProblemIT.assertProblem(response, 503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(response.body()).contains("the ledger's database cannot be reached");
  }
}
