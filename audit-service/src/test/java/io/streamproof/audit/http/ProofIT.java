package io.streamproof.audit.http;

import static io.streamproof.audit.http.Answering.golden;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.audit.support.Database;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProofIT {
  private static final String PROOF = "/v1/pipelines/calm/proof?through=";
  private static Answering audit;

  @BeforeAll
  static void start() {
    audit = new Answering(Database.createUrl(), "spring.datasource.hikari.maximum-pool-size=2");
    audit.fill("report/ledger.sql");
  }

  @AfterAll
  static void stop() {
    audit.close();
  }

  @Test
  void tellsHowFarEachPartIsProven() {
    assertThat(audit.json("/v1/pipelines/flights/proof")).isEqualTo(golden("proof.json"));
  }

  @Test
  void answersAtOnceIfItIsProvenAlready() {
    assertThat(audit.json(PROOF + "2001-03-31T22:25:40Z&wait=60s"))
        .contains("\"through\" : \"2001-03-31T22:25:40Z\",\n  \"reached\" : true");
  }

  @Test
  void answersAtOnceIfItIsNotToWait() {
    assertThat(audit.json(PROOF + "2001-03-31T22:25:41Z")).contains("\"reached\" : false");
  }

  @Test
  void saysSoWhenTheTimeIsUp() {
    assertThat(audit.json(PROOF + "2030-01-01T00:00:00Z&wait=300ms"))
        .contains("\"provenThrough\" : \"2001-03-31T22:25:40Z\"", "\"reached\" : false");
  }

  @Test
  void manyWaitWithoutAConnectionUntilItIsProven() {
    List<CompletableFuture<HttpResponse<String>>> waiting =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    audit.getAsync(
                        "/v1/pipelines/flights/proof" + "?through=2001-03-31T22:27:00Z&wait=60s"))
            .toList();
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> waiting() == 100);
    HikariDataSource pool = audit.bean(HikariDataSource.class);
    Awaitility.await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
    assertThat(waiting).noneMatch(CompletableFuture::isDone);

    audit.fill("report/corrected.sql");

    for (CompletableFuture<HttpResponse<String>> answer : waiting) {
      assertThat(answer.join().body()).contains("\"reached\":true");
    }
    Awaitility.await().until(() -> waiting() == 0);
  }

  private static double waiting() {
    return audit.bean(MeterRegistry.class).get("streamproof.proof.waiting").gauge().value();
  }
}
