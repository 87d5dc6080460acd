package io.streamproof.ingest.http;

import io.streamproof.ingest.event.Rejection.Reason;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Problem details (RFC 9457) as this service words them. */
@Component
final class Problems {
  private final String retryAfterSeconds;

  Problems(RequestLimits limits) {
    this.retryAfterSeconds = String.valueOf(Math.max(1, limits.retryAfter().toSeconds()));
  }

  /** The status of a request that is rejected for a reason. */
  static HttpStatus status(Reason reason) {
    return switch (reason) {
      case INVALID, BATCH -> HttpStatus.BAD_REQUEST;
      case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
      case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
    };
  }

  /** A problem; a service that is unavailable says when to come again. */
  ResponseEntity<ProblemDetail> answer(HttpStatus status, String detail) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      answer.header(HttpHeaders.RETRY_AFTER, retryAfterSeconds);
    }
    return answer.body(ProblemDetail.forStatusAndDetail(status, detail));
  }
}
