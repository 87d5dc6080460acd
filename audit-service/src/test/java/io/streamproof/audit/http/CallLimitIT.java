package io.streamproof.audit.http;

import static io.streamproof.audit.http.ProblemIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.audit.support.Database;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class CallLimitIT {
  private static final int CALLS = 2;
  private static final int FLOOD = 20;
  private static final String FINDINGS = "/v1/pipelines/flights/findings";

  @Test
  void aFloodOfCallsLeavesConnectionsToThoseWhoReadAndJudge() throws SQLException {
    try (Answering audit =
        new Answering(
            Database.createUrl(),
            "streamproof.audit.calls=" + CALLS,
            "spring.datasource.hikari.maximum-pool-size=" + (CALLS + 2))) {
      List<CompletableFuture<HttpResponse<String>>> flood;
      try (Connection connection = audit.bean(DataSource.class).getConnection();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("lock table finding in access exclusive mode");

        flood = IntStream.range(0, FLOOD).mapToObj(i -> audit.getAsync(FINDINGS)).toList();

        await().until(() -> answered(flood).size() == FLOOD - CALLS);
        assertThat(answered(flood)).allSatisfy(answer -> assertProblem(answer, 503));
        assertThat(audit.database().sql("select 1").query(Integer.class).single()).isEqualTo(1);
        connection.rollback();
      }
      flood.forEach(CompletableFuture::join);
      assertThat(answered(flood)).filteredOn(a -> a.statusCode() == 200).hasSize(CALLS);
      assertThat(audit.get(FINDINGS).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void withoutAnIndexOfEventsTheyAreNotLookedUp() {
    try (Answering audit =
        new Answering(Database.createUrl(), "streamproof.audit.index-events=false")) {
      HttpResponse<String> answer = audit.get("/v1/pipelines/shop/messages?source=/till&id=7");
      assertProblem(answer, 501);
      assertThat(answer.body()).contains("streamproof.audit.index-events is false");
    }
  }

  @Test
  void withoutAnIndexOfTracesTheyAreNotLookedUp() {
    try (Answering audit =
        new Answering(Database.createUrl(), "streamproof.audit.index-traces=false")) {
      String call = "/v1/pipelines/shop/messages?";
      assertProblem(audit.get(call + "source=/till&id=7"), 404);
      assertProblem(audit.get(call + "traceId=0af7651916cd43dd8448eb211c80319c"), 501);
    }
  }

  private static List<HttpResponse<String>> answered(
      List<CompletableFuture<HttpResponse<String>>> flood) {
    return flood.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join).toList();
  }
}
