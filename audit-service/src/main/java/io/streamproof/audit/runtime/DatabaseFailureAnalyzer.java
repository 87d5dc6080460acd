package io.streamproof.audit.runtime;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports why the database does not let the audit in, without a stack trace. */
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {
  /** Classes of SQLSTATE: no connection, no authorization, no such database. */
  private static final Set<String> NOT_LET_IN = Set.of("08", "28", "3D");

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
    String state = cause.getSQLState();
    if (state == null || state.length() < 2 || !NOT_LET_IN.contains(state.substring(0, 2))) {
      return null;
    }
    return new FailureAnalysis(
        "The database does not let the audit in: " + cause.getMessage(),
        "See that SPRING_DATASOURCE_URL names it and trusts its certificate, and that it knows"
            + " SPRING_DATASOURCE_USERNAME, and SPRING_FLYWAY_USER if given, by their passwords.",
        cause);
  }
}
