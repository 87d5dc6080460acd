package io.streamproof.verification.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportTests {
  @Test
  void makesNoHeadwayWhileOnlyTimePasses() {
    Object before = report("UNKNOWN", "2026-01-01T00:00:00Z", 3, 1).headway();
    assertThat(report("UNKNOWN", "2026-01-01T00:00:09Z", 12, 1).headway()).isEqualTo(before);
    assertThat(report("UNKNOWN", "2026-01-01T00:00:09Z", 12, 0).headway()).isNotEqualTo(before);
    assertThat(report("PROVEN", "2026-01-01T00:00:09Z", 12, 1).headway()).isNotEqualTo(before);
  }

  private static Report report(String verdict, String asOf, long oldest, long pending) {
    return Report.parse(
        """
      {"pipeline": "p", "specification": "0f", "verdict": "%s", "provenThrough": null,
       "asOf": "%s", "backlog": {"oldestSeconds": %s},
       "source": {"claimed": 2, "observed": 2, "lost": 0, "duplicated": 0},
       "stages": [{"stage": "s", "topic": "p.s", "verdict": "UNKNOWN", "consumed": 2, "emitted": 1,
         "emittedFrom": 1, "discarded": 0, "deadLettered": 0, "pending": %s, "findings": {}}],
       "findings": 0}
      """
            .formatted(verdict, asOf, oldest, pending));
  }
}
