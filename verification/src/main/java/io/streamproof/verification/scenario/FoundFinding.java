package io.streamproof.verification.scenario;

import io.streamproof.verification.stack.AuditClient;
import io.streamproof.verification.stack.Stack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the audit has found.
 *
 * @param json all that it says of it in a list
 */
record FoundFinding(Anomaly anomaly, Instant foundAt, JsonNode json) {
  private static final int PAGE = 1_000;

  /** All findings of the stack's pipeline. */
  static List<FoundFinding> all(Stack stack) {
    return all(stack.audit(), stack.pipeline().name());
  }

  /** All findings of a pipeline, page by page. */
  static List<FoundFinding> all(AuditClient audit, String pipeline) {
    List<FoundFinding> findings = new ArrayList<>();
    String call = "/v1/pipelines/" + pipeline + "/findings?limit=" + PAGE;
    String next = "";
    do {
      JsonNode page = audit.json(next.isEmpty() ? call : call + "&after=" + next);
      page.path("findings").forEach(finding -> findings.add(of(finding)));
      next = page.path("next").asString("");
    } while (!next.isEmpty());
    return findings;
  }

  private static FoundFinding of(JsonNode finding) {
    return new FoundFinding(
        new Anomaly(
            finding.path("kind").asString(),
            finding.path("stage").asString(),
            finding.path("origin").asString("")),
        Instant.parse(finding.path("foundAt").asString()),
        finding);
  }
}
