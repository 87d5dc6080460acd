package io.streamproof.verification.cli;

import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Stage;
import io.streamproof.verification.stack.Report.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Whether all that was uploaded has been judged, as one report shows it, or what is missing. */
final class Settlement {
  private Settlement() {}

  /** What the report does not yet cover; empty if everything accepted is settled. */
  static List<String> missing(Report report, long accepted) {
    List<String> missing = new ArrayList<>();
    long observed = report.source().observed() + report.source().lost();
    if (observed < accepted) {
      missing.add(
          "source: %s of %s accepted events observed"
              .formatted(ReportTable.number(observed), ReportTable.number(accepted)));
    }
    for (Stage stage : report.stages()) {
      if (stage.pending() > 0) {
        missing.add(
            "stage %s: %s of %s records pending"
                .formatted(
                    stage.stage(),
                    ReportTable.number(stage.pending()),
                    ReportTable.number(stage.consumed())));
      }
    }
    if (report.verdict() == Verdict.UNKNOWN) {
      missing.add("the verdict is UNKNOWN");
    }
    return missing;
  }
}
