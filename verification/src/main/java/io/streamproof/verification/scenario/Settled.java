package io.streamproof.verification.scenario;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether all that stands in the topics has been judged. What the report says is held against the
 * topics: it must have seen every record.
 */
final class Settled {
  private Settled() {}

  /** What the report itself says is not judged yet. */
  static List<String> pending(Report report, Verdict declared) {
    List<String> missing = new ArrayList<>();
    for (Report.Stage stage : report.stages()) {
      if (stage.pending() > 0) {
        missing.add("stage " + stage.stage() + " has " + stage.pending() + " records pending");
      }
    }
    if (report.verdict() == Verdict.UNKNOWN && declared != Verdict.UNKNOWN) {
      missing.add("the verdict is UNKNOWN");
    }
    return missing;
  }

  /** What stands in the topics and the report does not know of. */
  static List<String> unseen(Report report, PipelineSpecification pipeline, Logs logs) {
    List<String> missing = new ArrayList<>();
    compare("source", report.source().observed(), logs.count(pipeline.sourceTopic()), missing);
    for (var stage : pipeline.stages()) {
      compare(
          "stage " + stage.name(),
          report.stage(stage.name()).consumed(),
          logs.count(pipeline.sourceTopic(stage)),
          missing);
    }
    return missing;
  }

  private static void compare(String where, long seen, long standing, List<String> missing) {
    if (seen != standing) {
      missing.add("%s: %s of %s records observed".formatted(where, seen, standing));
    }
  }
}
