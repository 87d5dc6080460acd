package io.streamproof.verification.stack;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The audit's report, as its REST call gives it.
 *
 * @param provenThrough RFC 3339: everything accepted before is proven right; null: nothing yet
 * @param json the report itself
 */
public record Report(
    String pipeline,
    String specification,
    Verdict verdict,
    @Nullable String provenThrough,
    Source source,
    List<Stage> stages,
    long findings,
    String json) {

  private static final JsonMapper MAPPER = new JsonMapper();

  public Report {
    stages = List.copyOf(stages);
  }

  /** What the audit has concluded. */
  public enum Verdict {
    PROVEN,
    VIOLATED,
    UNKNOWN
  }

  /** Events: claimed by ingest as accepted, observed in the source topic. */
  public record Source(long claimed, long observed, long lost, long duplicated) {}

  /** A stage's source records, by what became of them, and its anomalies by kind. */
  public record Stage(
      String stage,
      String topic,
      Verdict verdict,
      long consumed,
      long emitted,
      long emittedFrom,
      long discarded,
      long deadLettered,
      long pending,
      Map<String, Long> findings) {
    public Stage {
      findings = Map.copyOf(findings);
    }

    public long findingsTotal() {
      return findings.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Reads the answer of {@code GET /v1/pipelines/{p}/report}. */
  public static Report parse(String json) {
    ObjectNode tree = (ObjectNode) MAPPER.readTree(json);
    return MAPPER.treeToValue(tree.put("json", json), Report.class);
  }

  /** What changes only when something moves: not with time alone. */
  public Object headway() {
    return Arrays.asList(verdict, provenThrough, source, stages, findings);
  }

  /** Whether nothing that stages have consumed waits for its judgement. */
  public boolean isJudged() {
    return stages.stream().allMatch(stage -> stage.pending() == 0);
  }

  /** The stage of that name. */
  public Stage stage(String name) {
    return stages.stream()
        .filter(candidate -> candidate.stage().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the report has no stage " + name));
  }
}
