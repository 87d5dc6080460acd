package io.streamproof.ingest.http;

import io.streamproof.ingest.event.RejectedException;
import io.streamproof.ingest.upload.PacedInput;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers every failure with a problem, and never shows what is inside. */
@RestControllerAdvice
final class FailureAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FailureAdvice.class);

  private final Problems problems;

  FailureAdvice(Problems problems) {
    this.problems = problems;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> rejected(RejectedException e) {
    return problems.answer(Problems.status(e.rejection().reason()), e.rejection().detail());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unknown(UnknownPipelineException e) {
    return problems.answer(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()));
  }

  /** The client is gone, most likely, and hears nothing of it. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> brokenOff(IOException e) {
    return problems.answer(HttpStatus.BAD_REQUEST, "the request broke off");
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> tooSlow(PacedInput.TooSlowException e) {
    return problems.answer(HttpStatus.REQUEST_TIMEOUT, String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> undecodable(InvalidParameterException e) {
    return problems.answer(HttpStatus.BAD_REQUEST, "the query cannot be decoded");
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return problems.answer(
        HttpStatus.GATEWAY_TIMEOUT,
        "the service is shutting down; events may or may not have been accepted");
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unexpected(RuntimeException e) {
    LOG.error("a request failed", e);
    return problems.answer(HttpStatus.INTERNAL_SERVER_ERROR, "the service failed");
  }
}
