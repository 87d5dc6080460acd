package io.streamproof.verification.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * How many of the faults planted were found, by fault and operator, over all runs; as a table in
 * Markdown.
 */
public final class RecallTable {
  private final Map<Cell, Count> cells = new TreeMap<>(Cell.ORDER);
  private final Map<String, Integer> unexpected = new TreeMap<>();
  private final Set<Long> seeds = new HashSet<>();
  private int runs;

  /** A fault at an operator. */
  private record Cell(String fault, String operator) {
    static final Comparator<Cell> ORDER =
        Comparator.comparing(Cell::fault).thenComparing(Cell::operator);
  }

  /** What became of the faults of a cell. */
  private static final class Count {
    private int struck;
    private final Set<String> expected = new HashSet<>();
    private final Set<String> found = new HashSet<>();
  }

  /** Takes a run into account; one that was not settled counts for nothing. */
  public void add(ScenarioResult result) {
    Manifest manifest = result.manifest();
    Judgement judgement = result.judgement();
    if (manifest == null || judgement == null) {
      return;
    }
    runs++;
    seeds.add(result.seed());
    for (Planted planted : manifest.planted()) {
      Count count =
          cells.computeIfAbsent(new Cell(planted.fault(), planted.operator()), cell -> new Count());
      count.struck++;
      for (Anomaly anomaly : planted.anomalies()) {
        String run = runs + " " + anomaly.line();
        count.expected.add(run);
        if (judgement.found().contains(anomaly)) {
          count.found.add(run);
        }
      }
    }
    judgement
        .unexpected()
        .forEach(each -> unexpected.merge(each.kind() + " at " + each.stage(), 1, Integer::sum));
  }

  /** The table, with what it was made of. */
  public List<String> markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("# Recall of the audit, by fault and operator");
    lines.add("");
    lines.add("%s runs with %s seeds.".formatted(runs, seeds.size()));
    lines.add("");
    lines.add("| fault | operator | struck | to be found | found | missed | recall |");
    lines.add("| --- | --- | --: | --: | --: | --: | --: |");
    cells.forEach((cell, count) -> lines.add(row(cell.fault(), cell.operator(), count)));
    int found = sum(count -> count.found.size());
    lines.add(
        row("**all**", "", sum(count -> count.struck), sum(count -> count.expected.size()), found));
    lines.add("");
    lines.add(precision(found));
    return lines;
  }

  private int sum(ToIntFunction<Count> of) {
    return cells.values().stream().mapToInt(of).sum();
  }

  private String precision(int found) {
    int wrong = unexpected.values().stream().mapToInt(Integer::intValue).sum();
    double precision = found + wrong == 0 ? 1 : (double) found / (found + wrong);
    return String.format(
        Locale.ROOT,
        "Findings of what was not planted: %d%s; precision %.4f.",
        wrong,
        unexpected.isEmpty() ? "" : " " + unexpected,
        precision);
  }

  private static String row(String fault, String operator, Count count) {
    return row(fault, operator, count.struck, count.expected.size(), count.found.size());
  }

  private static String row(String fault, String operator, int struck, int expected, int found) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %d | %d | %d | %s |",
        fault,
        operator,
        struck,
        expected,
        found,
        expected - found,
        expected == 0 ? "-" : String.format(Locale.ROOT, "%.4f", (double) found / expected));
  }
}
