package io.streamproof.ingest.http;

import io.streamproof.ingest.upload.UploadReport;
import io.streamproof.ingest.upload.UploadReport.RejectedLine;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The answer to an upload: 202 if it was read to its end, else a problem that tells how far. */
@Component
final class UploadAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(UploadAnswers.class);

  private final Problems problems;

  UploadAnswers(Problems problems) {
    this.problems = problems;
  }

  /** Of an upload that was read to its end; the list names the first rejected lines only. */
  record Received(long accepted, List<RejectedLine> rejected, long rejectedCount) {}

  ResponseEntity<?> of(String pipeline, UploadReport report) {
    return switch (report.ending()) {
      case COMPLETE ->
          ResponseEntity.accepted()
              .contentType(MediaType.APPLICATION_JSON)
              .body(new Received(report.accepted(), report.rejected(), report.rejectedCount()));
      case BROKEN_OFF -> problem(HttpStatus.BAD_REQUEST, pipeline, report);
      case TOO_SLOW -> problem(HttpStatus.REQUEST_TIMEOUT, pipeline, report);
      case UNAVAILABLE -> problem(HttpStatus.SERVICE_UNAVAILABLE, pipeline, report);
      case UNCERTAIN -> problem(HttpStatus.GATEWAY_TIMEOUT, pipeline, report);
    };
  }

  private ResponseEntity<ProblemDetail> problem(
      HttpStatus status, String pipeline, UploadReport report) {
    String detail =
        "%s, behind line %s; sending the upload again repeats the ids of what was accepted"
            .formatted(report.detail(), report.lines());
    LOG.info(
        "an upload to {} ended with {}: {} ({} accepted, {} rejected, {} uncertain)",
        pipeline,
        status.value(),
        detail,
        report.accepted(),
        report.rejectedCount(),
        report.uncertainCount());
    ResponseEntity<ProblemDetail> answer = problems.answer(status, detail);
    ProblemDetail body = answer.getBody();
    if (body != null) {
      body.setProperty("lines", report.lines());
      body.setProperty("accepted", report.accepted());
      body.setProperty("rejected", report.rejected());
      body.setProperty("rejectedCount", report.rejectedCount());
      body.setProperty("uncertain", report.uncertain());
      body.setProperty("uncertainCount", report.uncertainCount());
    }
    return answer;
  }
}
