package io.streamproof.verification.scenario;

import io.streamproof.verification.stack.AuditClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an audit says of a pipeline in the end: its report and its findings, a line each, without
 * what depends on when it found them, and without what was slow. Audits that have read the same say
 * the same, whatever has befallen them meanwhile.
 */
record Testimony(Set<String> lines) {
  private static final List<String> OF_THE_TIME = List.of("id", "foundAt", "links");
  private static final String FINDINGS = "findings";
  private static final int MOST_TOLD = 5;

  static Testimony of(AuditClient audit, String pipeline) {
    JsonNode report = audit.json("/v1/pipelines/" + pipeline + "/report");
    List<JsonNode> findings =
        FoundFinding.all(audit, pipeline).stream()
            .filter(finding -> !finding.anomaly().isOfTime())
            .map(FoundFinding::json)
            .toList();
    return of(report, findings);
  }

  static Testimony of(JsonNode report, List<JsonNode> findings) {
    Set<String> lines = new TreeSet<>();
    report.path("stages").forEach(stage -> lines.add("stage " + apartFromTime(stage)));
    lines.add("report " + without(report, List.of("stages", FINDINGS)));
    findings.forEach(finding -> lines.add("finding " + without(finding, OF_THE_TIME)));
    return new Testimony(lines);
  }

  /** In what an undisturbed audit says something else; empty if it says the same. */
  List<String> differences(Testimony undisturbed) {
    List<String> differences = new ArrayList<>();
    beyond(undisturbed).forEach(line -> differences.add("only the disturbed audit says " + line));
    undisturbed
        .beyond(this)
        .forEach(line -> differences.add("only an undisturbed audit says " + line));
    return differences;
  }

  private Stream<String> beyond(Testimony other) {
    return lines.stream().filter(line -> !other.lines.contains(line)).limit(MOST_TOLD);
  }

  /** A stage's part of the report without the counts of what was slow. */
  private static JsonNode apartFromTime(JsonNode stage) {
    ObjectNode copy = (ObjectNode) stage.deepCopy();
    copy.withObject("/" + FINDINGS).remove(Anomaly.OF_TIME);
    return copy;
  }

  private static JsonNode without(JsonNode whole, List<String> members) {
    ObjectNode copy = (ObjectNode) whole.deepCopy();
    copy.remove(members);
    return copy;
  }
}
