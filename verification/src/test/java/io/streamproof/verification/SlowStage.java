package io.streamproof.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.verification.stack.Stack;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A stage that was killed amid its input, as the audit tells of it in findings and metrics. */
final class SlowStage {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Stack stack;
  private final String stage;
  private final HttpClient client = HttpClient.newHttpClient();

  SlowStage(Stack stack, String stage) {
    this.stack = stack;
    this.stage = stage;
  }

  void isFoundStalled() {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(stalls(true)).isNotEmpty());
    assertMetrics("streamproof_audit_stalled{pipeline=\"shop\",stage=\"%s\"} 1.0".formatted(stage));
    assertThat(metrics())
        .anyMatch(line -> line.matches("streamproof_audit_proof_age_seconds.* ([1-9]|\\d\\d).*"))
        .anyMatch(line -> line.matches("streamproof_stage_lag_records.*" + stage + ".* [1-9].*"));
  }

  void isFoundToMoveAgainWithLateResultsAndNothingElse() {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(stalls(true)).isEmpty());
    assertThat(stalls(false))
        .isNotEmpty()
        .allSatisfy(stall -> assertThat(stall.path("resolvedAt").isNull()).isFalse());
    assertThat(kinds()).isEqualTo(Set.of("LATE", "STALLED"));
    assertThat(findings("?kind=LATE&limit=1000"))
        .allSatisfy(
            late -> {
              assertThat(late.path("stage").asString()).isIn("sold", "hourly", "sample");
              assertThat(late.path("severity").asString()).isEqualTo("WARNING");
              assertThat(late.path("slowestMillis").asLong()).isGreaterThan(2_000);
              assertThat(late.path("affected").asLong()).isBetween(1L, 256L * 10);
            });
    assertMetrics(
        "streamproof_audit_verdict{pipeline=\"shop\",verdict=\"PROVEN\"} 1.0",
        "streamproof_audit_stalled{pipeline=\"shop\",stage=\"%s\"} 0.0".formatted(stage),
        "streamproof_audit_proof_age_seconds{pipeline=\"shop\"} 0.0",
        "streamproof_audit_claims_missing{pipeline=\"shop\"} 0.0",
        "streamproof_audit_lag_records{pipeline=\"shop\",topic=\"shop.source\"} 0.0",
        "streamproof_stage_lag_records{pipeline=\"shop\",stage=\"%s\"} 0.0".formatted(stage));
  }

  private Set<String> kinds() {
    return findings("?limit=1000").stream()
        .map(finding -> finding.path("kind").asString())
        .collect(Collectors.toSet());
  }

  private List<JsonNode> stalls(boolean ongoing) {
    return findings("?kind=STALLED&stage=" + stage).stream()
        .filter(stall -> stall.path("ongoing").asBoolean() == ongoing)
        .toList();
  }

  private List<JsonNode> findings(String query) {
    return stack
        .audit("/v1/pipelines/shop/findings" + query)
        .path("findings")
        .valueStream()
        .toList();
  }

  private void assertMetrics(String... lines) {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(metrics()).contains(lines));
  }

  private List<String> metrics() {
    try {
      return client
          .send(
              HttpRequest.newBuilder(
                      stack.service("audit").management().resolve("/actuator/prometheus"))
                  .build(),
              BodyHandlers.ofString())
          .body()
          .lines()
          .toList();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
