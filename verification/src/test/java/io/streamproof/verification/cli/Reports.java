package io.streamproof.verification.cli;

import io.streamproof.verification.stack.Report;
import java.util.Locale;

/** Reports as the audit gives them, for tests. */
final class Reports {
  private Reports() {}

  /** A report on 20,000 claimed events and one stage. */
  static Report of(String verdict, long observed, long lost, long pending, long findings) {
    return Report.parse(
        String.format(
            Locale.ROOT,
            """
            {"pipeline": "flights", "specification": "9f31c2aa", "verdict": "%s",
             "provenThrough": "2001-03-31T22:27:00Z",
             "source": {"claimed": 20000, "observed": %d, "lost": %d, "duplicated": 0},
             "stages": [{"stage": "late", "topic": "flights.late", "verdict": "%1$s",
               "consumed": 20000, "emitted": 4321, "emittedFrom": 4321, "discarded": 15679,
               "deadLettered": 0, "pending": %d,
               "findings": {"LOST": %d, "DUPLICATED": 0},
               "partitions": [{"partition": 0, "consumedThrough": 5012, "provenThrough": 5012}]}],
             "findings": %5$d}
            """,
            verdict,
            observed,
            lost,
            pending,
            findings));
  }
}
