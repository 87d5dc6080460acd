package io.streamproof.verification.cli;

import io.streamproof.verification.stack.Finding;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Source;
import io.streamproof.verification.stack.Report.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as a table for people. */
final class ReportTable {
  private ReportTable() {}

  static String of(Report report) {
    String through =
        report.provenThrough() == null ? "" : ", proven through " + report.provenThrough();
    return "pipeline %s: %s%s%n%n%s%n%s"
        .formatted(
            report.pipeline(), report.verdict(), through, source(report.source()), stages(report));
  }

  private static String source(Source source) {
    return table(
        List.of(
            List.of("source", "claimed", "observed", "lost", "duplicated"),
            List.of(
                "",
                number(source.claimed()),
                number(source.observed()),
                number(source.lost()),
                number(source.duplicated()))));
  }

  private static String stages(Report report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "stage",
            "consumed",
            "emitted",
            "discarded",
            "dead letters",
            "pending",
            "findings",
            "verdict"));
    for (Stage stage : report.stages()) {
      rows.add(
          List.of(
              stage.stage(),
              number(stage.consumed()),
              number(stage.emitted()),
              number(stage.discarded()),
              number(stage.deadLettered()),
              number(stage.pending()),
              number(stage.findingsTotal()),
              stage.verdict().name()));
    }
    return table(rows);
  }

  /** The findings, a line each. */
  static String findings(List<Finding> findings, long total) {
    if (total == 0) {
      return "\nno findings\n";
    }
    StringBuilder text = new StringBuilder("\nfindings, newest first:\n");
    for (Finding finding : findings) {
      text.append(
          "%-20s %s %s%s%n"
              .formatted(
                  finding.kind(),
                  finding.stage(),
                  finding.origin() == null ? "" : finding.origin(),
                  finding.detail() == null ? "" : "  " + finding.detail()));
    }
    if (total > findings.size()) {
      text.append("and " + number(total - findings.size()) + " more\n");
    }
    return text.toString();
  }

  private static String table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        boolean leftAligned = i == 0 || row.get(i).chars().allMatch(Character::isUpperCase);
        line.append(i == 0 ? "" : "  ")
            .append(
                String.format(
                    Locale.ROOT, "%" + (leftAligned ? "-" : "") + widths[i] + "s", row.get(i)));
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
