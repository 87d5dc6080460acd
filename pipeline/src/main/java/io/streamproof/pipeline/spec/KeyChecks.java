package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.spec.OperatorSpecification.Deduplicate;
import io.streamproof.pipeline.spec.Wiring.Wired;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Operators stand where they can work: those that fold or join by key behind a topic whose records
 * have one, deduplicate on the source, whose events alone carry ids of their own.
 */
final class KeyChecks {
  private KeyChecks() {}

  static void check(List<Wired> stages, boolean sourceKeyed) {
    Set<String> unkeyed = unkeyed(stages, sourceKeyed);
    for (Wired wired : stages) {
      StageDraft stage = wired.stage();
      if (stage.needsKey() && wired.source() != null && unkeyed.contains(wired.source())) {
        stage.problem(
            kind(stage),
            "needs keys, and the records of \"" + wired.source() + "\" have none",
            "give the source, or a stage before it, a \"key\"");
      }
      boolean between = wired.source() != null && !isSource(wired.source());
      if (stage.operator() instanceof Deduplicate && between) {
        stage.problem(
            "deduplicate",
            "reads from \"" + wired.source() + "\", where no event carries its client's id",
            "let it read \"from: source\", ahead of the other stages");
      }
    }
  }

  /** A topic is unkeyed if one of its writers does not key what it emits. */
  private static Set<String> unkeyed(List<Wired> stages, boolean sourceKeyed) {
    Set<String> unkeyed = new HashSet<>();
    if (!sourceKeyed) {
      unkeyed.add(PipelineSpecification.SOURCE);
    }
    for (boolean more = true; more; ) {
      more = false;
      for (Wired stage : stages) {
        boolean keyed = stage.source() == null || !unkeyed.contains(stage.source());
        String output = stage.stage().output();
        if (output != null && !stage.stage().keyed(keyed)) {
          more |= unkeyed.add(output);
        }
      }
    }
    return unkeyed;
  }

  private static boolean isSource(String topic) {
    return topic.equals(PipelineSpecification.SOURCE);
  }

  private static String kind(StageDraft stage) {
    return stage.operator() == null ? "name" : stage.operator().kind();
  }
}
