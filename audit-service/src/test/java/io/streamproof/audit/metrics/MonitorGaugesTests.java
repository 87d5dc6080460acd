package io.streamproof.audit.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.monitor.PipelineSnapshot;
import io.streamproof.audit.monitor.PipelineSnapshot.Found;
import io.streamproof.audit.report.Verdict;
import io.streamproof.audit.support.Examples;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Prometheus gets, by the names that alerts rely on. */
class MonitorGaugesTests {
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private Duration now = Duration.ofSeconds(100);
  private final MonitorGauges gauges =
      new MonitorGauges(Examples.shop(), meters, () -> now.toNanos());

  @Test
  void showsAllOfTheLastPoll() {
    gauges.polled(snapshot(OptionalLong.of(Duration.ofSeconds(70).toNanos())));
    assertThat(meters.scrape().lines())
        .contains(
            "streamproof_audit_verdict{pipeline=\"shop\",verdict=\"VIOLATED\"} 1.0",
            "streamproof_audit_verdict{pipeline=\"shop\",verdict=\"PROVEN\"} 0.0",
            "streamproof_audit_verdict{pipeline=\"shop\",verdict=\"UNKNOWN\"} 0.0",
            "streamproof_audit_proof_age_seconds{pipeline=\"shop\"} 30.0",
            "streamproof_audit_claims_missing{pipeline=\"shop\"} 3.0",
            "streamproof_audit_lag_records{pipeline=\"shop\",topic=\"shop.source\"} 7.0",
            "streamproof_audit_lag_records{pipeline=\"shop\",topic=\"shop.claims\"} 0.0",
            "streamproof_stage_lag_records{pipeline=\"shop\",stage=\"large\"} 9.0",
            "streamproof_audit_partitions_not_read{pipeline=\"shop\",state=\"halted\"} 1.0",
            "streamproof_audit_partitions_not_read{pipeline=\"shop\",state=\"quarantined\"} 2.0",
            "streamproof_audit_stalled{pipeline=\"shop\",stage=\"large\"} 1.0",
            "streamproof_audit_stalled{pipeline=\"shop\",stage=\"spent\"} 0.0",
            "streamproof_audit_findings{kind=\"LOST\",pipeline=\"shop\",stage=\"large\"} 2.0",
            "streamproof_audit_findings{kind=\"LATE\",pipeline=\"shop\",stage=\"spent\"} 0.0",
            "streamproof_audit_findings{kind=\"LOST_AT_SOURCE\",pipeline=\"shop\","
                + "stage=\"source\"} 0.0");
  }

  @Test
  void showsNoNumberAfterAFailedPoll() {
    assertIsBlind("NaN");
    gauges.polled(snapshot(OptionalLong.empty()));
    assertThat(meters.scrape().lines())
        .contains("streamproof_audit_proof_age_seconds{pipeline=\"shop\"} 0.0");
    gauges.failed();
    now = now.plusSeconds(5);
    assertIsBlind("15.0");
  }

  private void assertIsBlind(String age) {
    assertThat(meters.scrape().lines())
        .contains(
            "streamproof_audit_verdict{pipeline=\"shop\",verdict=\"UNKNOWN\"} 1.0",
            "streamproof_audit_verdict{pipeline=\"shop\",verdict=\"VIOLATED\"} 0.0",
            "streamproof_audit_proof_age_seconds{pipeline=\"shop\"} " + age,
            "streamproof_audit_stalled{pipeline=\"shop\",stage=\"large\"} NaN",
            "streamproof_stage_lag_records{pipeline=\"shop\",stage=\"large\"} NaN");
  }

  private static PipelineSnapshot snapshot(OptionalLong waitingSinceNanos) {
    return new PipelineSnapshot(
        Duration.ofSeconds(90).toNanos(),
        Verdict.VIOLATED,
        Map.of(new Found("large", FindingKind.LOST), 2L),
        Map.of("shop.source", 7L),
        Map.of("large", 9L),
        Set.of("large"),
        1,
        2,
        3,
        waitingSinceNanos);
  }
}
