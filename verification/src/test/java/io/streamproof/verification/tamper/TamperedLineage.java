package io.streamproof.verification.tamper;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.verification.stack.Finding;
import io.streamproof.verification.stack.Stack;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What lineage, asked over HTTP, tells of what was tampered with. */
record TamperedLineage(Stack stack) {

  /** Each finding's own link leads to the step that is wrong, and what lies before it is right. */
  void marksEachFindingAtItsStep() {
    for (Finding finding : stack.findings(1_000)) {
      if (finding.kind().equals("LOST_AT_SOURCE")) {
        // There is no record that could be walked from.
        assertThat(finding.links()).extracting(Finding.Links::lineage).isNull();
        continue;
      }
      String link = Optional.ofNullable(finding.links()).map(Finding.Links::lineage).orElseThrow();
      JsonNode step = stack.audit(link);
      String text = finding.kind() + " " + finding.stage() + ": " + step;
      switch (finding.kind()) {
        case "LOST" -> {
          assertThat(step.path("matches").asString()).as(text).isEqualTo("true");
          assertThat(outcomes(step)).as(text).containsEntry("removed", "lost");
        }
        default -> {
          assertThat(step.path("matches").asString()).as(text).isEqualTo("false");
          assertThat(step.path("why").asString()).as(text).isNotEmpty();
          JsonNode cause = step.path("cause");
          if (cause.has("record")) {
            assertThat(cause.path("matches").asString()).as(text).isEqualTo("true");
          }
        }
      }
    }
  }

  /** The event that was tampered with, forward through all stages. */
  void marksNothingElse(int partition, long offset) {
    JsonNode event =
        stack.audit(
            "/v1/lineage/tamper.source/%s/%s?direction=forward".formatted(partition, offset));
    Map<String, String> marks = new TreeMap<>();
    for (JsonNode hop : event.path("hops")) {
      StringBuilder mark = new StringBuilder(hop.path("outcome").asString());
      hop.path("emissions").forEach(e -> mark.append(' ').append(e.path("matches").asString()));
      marks.put(hop.path("stage").asString(), mark.toString());
    }
    assertThat(marks)
        .containsEntry("removed", "lost false")
        .containsEntry("repeated", "emitted true false")
        .containsEntry("altered", "emitted false")
        .containsEntry("rekeyed", "emitted false")
        .containsEntry("diverted", "emitted false")
        .containsEntry("anonymous", "emitted true")
        .containsEntry("nowhere", "emitted true")
        .containsEntry("swapped", "emitted false")
        .containsEntry("retraced", "emitted false")
        .containsEntry("miscounted", "emitted false")
        .containsEntry("copied", "emitted true")
        .hasEntrySatisfying(
            "untouched", mark -> assertThat(mark).isIn("emitted true", "discarded"));
  }

  private static Map<String, String> outcomes(JsonNode step) {
    Map<String, String> outcomes = new TreeMap<>();
    for (JsonNode hop : step.path("hops")) {
      outcomes.put(hop.path("stage").asString(), hop.path("outcome").asString());
    }
    return outcomes;
  }
}
