package io.streamproof.verification.cli;

import io.streamproof.verification.stack.Finding;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Upload.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of a job.
 *
 * @param missing what was not settled when the job gave up; empty: all was
 * @param findings the newest
 * @param took from the first byte to the verdict
 */
record Outcome(
    @Nullable Report report,
    @Nullable Receipt receipt,
    List<String> missing,
    List<Finding> findings,
    Duration took) {
  private static final int REJECTIONS_SHOWN = 5;

  Outcome {
    missing = List.copyOf(missing);
    findings = List.copyOf(findings);
  }

  int exitCode() {
    return missing.isEmpty() && report != null ? ExitCode.of(report.verdict()) : ExitCode.UNKNOWN;
  }

  /** All of it, for people. */
  String text() {
    StringBuilder text = new StringBuilder();
    if (report != null) {
      text.append('\n').append(ReportTable.of(report));
      text.append(ReportTable.findings(findings, report.findings()));
    }
    if (receipt != null) {
      text.append(missing.isEmpty() ? summary(receipt) : "");
      text.append(rejections(receipt));
    }
    if (!missing.isEmpty()) {
      text.append("\nNot settled, and nothing moves any more:\n");
      missing.forEach(what -> text.append("  ").append(what).append('\n'));
    }
    return text.toString();
  }

  private String summary(Receipt accepted) {
    double seconds = took.toMillis() / 1000.0;
    return String.format(
        Locale.ROOT,
        "%n%,d records accepted and settled in %.1f s (%,.0f records/s)%n",
        accepted.accepted(),
        seconds,
        accepted.accepted() / Math.max(seconds, 0.001));
  }

  private static String rejections(Receipt receipt) {
    long count = receipt.rejectedCount();
    if (count == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%n%,d lines of the input were rejected and are no part of this:%n",
            count));
    receipt.rejected().stream()
        .limit(REJECTIONS_SHOWN)
        .forEach(
            line ->
                text.append("  line ")
                    .append(line.line())
                    .append(": ")
                    .append(line.detail())
                    .append('\n'));
    if (count > REJECTIONS_SHOWN) {
      text.append("  and ").append(ReportTable.number(count - REJECTIONS_SHOWN)).append(" more\n");
    }
    return text.toString();
  }
}
