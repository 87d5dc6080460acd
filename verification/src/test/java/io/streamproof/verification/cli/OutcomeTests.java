package io.streamproof.verification.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.verification.stack.Finding;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Upload.Receipt;
import io.streamproof.verification.stack.Upload.Rejection;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeTests {
  private static final Receipt ALL = new Receipt(20_000, List.of(), 0);

  @Test
  void exitsByTheVerdict() {
    assertThat(outcome(Reports.of("PROVEN", 20_000, 0, 0, 0), List.of()).exitCode()).isZero();
    assertThat(outcome(Reports.of("VIOLATED", 20_000, 0, 0, 1), List.of()).exitCode()).isEqualTo(1);
    assertThat(outcome(Reports.of("UNKNOWN", 20_000, 0, 0, 0), List.of()).exitCode()).isEqualTo(3);
  }

  @Test
  void isUnknownWhateverTheReportSaysIfNotAllIsSettled() {
    Outcome outcome = outcome(Reports.of("PROVEN", 20_000, 0, 7, 0), List.of("stage late: 7 …"));

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.text()).contains("Not settled", "stage late: 7 …");
  }

  @Test
  void isUnknownWithoutAReport() {
    assertThat(outcome(null, List.of("the audit gives no report")).exitCode()).isEqualTo(3);
  }

  @Test
  void showsTheReportAsATable() {
    assertThat(outcome(Reports.of("PROVEN", 20_000, 0, 0, 0), List.of()).text())
        .isEqualToNormalizingNewlines(
            """

            pipeline flights: PROVEN, proven through 2001-03-31T22:27:00Z

            source  claimed  observed  lost  duplicated
                     20,000    20,000     0           0

            stage  consumed  emitted  discarded  dead letters  pending  findings  verdict
            late     20,000    4,321     15,679             0        0         0  PROVEN

            no findings

            20,000 records accepted and settled in 4.0 s (5,000 records/s)
            """);
  }

  @Test
  void listsFindingsAndHowManyMoreThereAre() {
    Outcome outcome =
        new Outcome(
            Reports.of("VIOLATED", 20_000, 0, 0, 3),
            ALL,
            List.of(),
            List.of(
                new Finding("7", "LOST", "late", "late:0@17#0", null, "expected, not there", null)),
            Duration.ofSeconds(4));

    assertThat(outcome.text()).contains("LOST", "late:0@17#0", "expected, not there", "2 more");
  }

  @Test
  void doesNotHideRejectedLines() {
    List<Rejection> rejected =
        LongStream.rangeClosed(1, 7).mapToObj(line -> new Rejection(line, "no JSON")).toList();
    Outcome outcome =
        new Outcome(
            Reports.of("PROVEN", 20_000, 0, 0, 0),
            new Receipt(20_000, rejected, 1_007),
            List.of(),
            List.of(),
            Duration.ofSeconds(4));

    assertThat(outcome.text())
        .contains(
            "1,007 lines of the input were rejected",
            "line 1: no JSON",
            "line 5: no JSON",
            "and 1,002 more")
        .doesNotContain("line 6");
  }

  private static Outcome outcome(@Nullable Report report, List<String> missing) {
    return new Outcome(report, ALL, missing, List.of(), Duration.ofSeconds(4));
  }
}
