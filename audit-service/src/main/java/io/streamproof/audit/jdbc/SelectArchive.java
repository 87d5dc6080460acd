package io.streamproof.audit.jdbc;

import io.streamproof.audit.report.EvidencedFinding;
import io.streamproof.audit.report.FindingArchive;
import io.streamproof.audit.report.FindingQuery;
import io.streamproof.audit.report.FindingSummary;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads findings. */
@Component
final class SelectArchive implements FindingArchive {
  private final SelectFindings findings;
  private final SelectFinding finding;

  SelectArchive(JdbcClient jdbc) {
    findings = new SelectFindings(jdbc);
    finding = new SelectFinding(jdbc);
  }

  @Override
  public List<FindingSummary> newest(FindingQuery query) {
    return findings.newest(query);
  }

  @Override
  public Optional<EvidencedFinding> finding(long id) {
    return finding.of(id);
  }
}
