package io.streamproof.verification.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the audit has found, held against what it had to find. What is of time is never planted: it
 * is counted where a scenario declares how many there are, and left aside everywhere else.
 *
 * @param expected of the manifest
 * @param found of the audit
 */
record Judgement(Set<Anomaly> expected, Set<Anomaly> found) {
  private static final int MOST_TOLD = 5;

  static Judgement of(Manifest manifest, List<FoundFinding> findings) {
    return new Judgement(
        manifest.anomalies(),
        findings.stream()
            .map(FoundFinding::anomaly)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** What was planted and found. */
  Set<Anomaly> hits() {
    return expected.stream().filter(found::contains).collect(Collectors.toCollection(TreeSet::new));
  }

  /** What was planted and not found. */
  Set<Anomaly> missed() {
    return without(expected, found);
  }

  /** What was found and not planted. */
  Set<Anomaly> unexpected() {
    return without(wrong(), expected);
  }

  /** What was found wrong. */
  private Set<Anomaly> wrong() {
    return found.stream()
        .filter(each -> !each.isOfTime())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How many are found with the right kind at the right place, but blamed on another stage. */
  long misblamed() {
    Set<String> missing =
        missed().stream().map(Judgement::apartFromStage).collect(Collectors.toSet());
    return unexpected().stream().map(Judgement::apartFromStage).filter(missing::contains).count();
  }

  /** The findings in their canonical order, a line each: the same for the same seed. */
  List<String> listing() {
    return wrong().stream().map(Anomaly::line).toList();
  }

  /** In what the findings are not as declared; empty if they are. */
  List<String> problems(ExpectedFindings declared) {
    List<String> problems = new ArrayList<>();
    if (declared instanceof ExpectedFindings.None && !wrong().isEmpty()) {
      problems.add(wrong().size() + " findings, where none was declared: " + some(wrong()));
    } else if (declared instanceof ExpectedFindings.Injected) {
      if (!missed().isEmpty()) {
        problems.add(missed().size() + " planted anomalies were not found: " + some(missed()));
      }
      if (!unexpected().isEmpty()) {
        problems.add(
            unexpected().size() + " findings of what was not planted: " + some(unexpected()));
      }
    } else if (declared instanceof ExpectedFindings.Counted counted) {
      problems.addAll(counts(counted));
    }
    return problems;
  }

  /**
   * The same; if they are not, also what was found and not planted, a line each.
   *
   * @param circumstances what is told of such a one behind its line
   */
  List<String> problems(ExpectedFindings declared, Function<Anomaly, String> circumstances) {
    List<String> problems = new ArrayList<>(problems(declared));
    if (!problems.isEmpty()) {
      unexpected().stream()
          .limit(MOST_TOLD)
          .map(anomaly -> anomaly.line() + circumstances.apply(anomaly))
          .forEach(problems::add);
    }
    return problems;
  }

  private List<String> counts(ExpectedFindings.Counted declared) {
    Map<String, Long> wanted = new TreeMap<>();
    declared
        .counts()
        .forEach(each -> wanted.put(each.kind() + " at " + each.stage(), each.count()));
    Map<String, Long> counted =
        found.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.kind() + " at " + each.stage(),
                    TreeMap::new,
                    Collectors.counting()));
    Set<String> all = new TreeSet<>(wanted.keySet());
    all.addAll(counted.keySet());
    return all.stream()
        .filter(each -> !counted.getOrDefault(each, 0L).equals(wanted.getOrDefault(each, 0L)))
        .map(
            each ->
                "%s findings of %s, where %s were declared"
                    .formatted(counted.getOrDefault(each, 0L), each, wanted.getOrDefault(each, 0L)))
        .toList();
  }

  private static String apartFromStage(Anomaly anomaly) {
    String identity = anomaly.identity();
    return anomaly.kind() + identity.substring(identity.indexOf(':') + 1);
  }

  private static Set<Anomaly> without(Set<Anomaly> some, Set<Anomaly> others) {
    return some.stream()
        .filter(each -> !others.contains(each))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String some(Set<Anomaly> anomalies) {
    String shown = anomalies.stream().limit(3).map(Anomaly::line).collect(Collectors.joining(", "));
    return anomalies.size() > 3 ? shown + " and more" : shown;
  }
}
