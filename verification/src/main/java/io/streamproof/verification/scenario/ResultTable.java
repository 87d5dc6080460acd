package io.streamproof.verification.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Results of scenarios as a table for people. */
public final class ResultTable {
  private static final List<String> HEAD =
      List.of(
          "scenario",
          "seed",
          "verdict",
          "planted",
          "found",
          "missed",
          "false",
          "blamed",
          "commit to finding",
          "seconds",
          "as declared");

  private ResultTable() {}

  /** All of them, a row each. */
  public static String of(List<ScenarioResult> results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    results.forEach(result -> rows.add(row(result)));
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < HEAD.size(); column++) {
        int width = width(rows, column);
        line.append(column == 0 ? "" : "  ")
            .append(
                String.format(
                    Locale.ROOT, "%" + (column == 0 ? "-" : "") + width + "s", row.get(column)));
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }

  /** A result as a line, when it is there; what is not as declared stands below. */
  public static String line(ScenarioResult result) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%s, seed %d: %s in %.1f s",
            result.scenario(),
            result.seed(),
            result.isAsDeclared() ? "as declared" : "NOT as declared",
            seconds(result.took())));
    result.problems().forEach(problem -> line.append("\n  ").append(problem));
    if (result.folder() != null) {
      line.append("\n  see ").append(result.folder());
    }
    return line.toString();
  }

  private static List<String> row(ScenarioResult result) {
    Judgement judgement = result.judgement();
    return List.of(
        result.scenario(),
        String.valueOf(result.seed()),
        result.verdict() == null ? "-" : result.verdict().name(),
        judgement == null ? "-" : number(judgement.expected().size()),
        judgement == null ? "-" : number(judgement.hits().size()),
        judgement == null ? "-" : number(judgement.missed().size()),
        judgement == null ? "-" : number(judgement.unexpected().size()),
        judgement == null ? "-" : blamed(judgement),
        delays(result.delays()),
        String.format(Locale.ROOT, "%.1f", seconds(result.took())),
        result.isAsDeclared() ? "yes" : "NO");
  }

  /** Of those found at their place with their kind, how many blame the right stage. */
  private static String blamed(Judgement judgement) {
    long right = judgement.hits().size();
    return number(right) + "/" + number(right + judgement.misblamed());
  }

  private static String delays(@Nullable Delays delays) {
    Duration median = delays == null ? null : delays.median();
    Duration longest = delays == null ? null : delays.longest();
    return median == null || longest == null
        ? "-"
        : String.format(Locale.ROOT, "%.1f s, at most %.1f s", seconds(median), seconds(longest));
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
