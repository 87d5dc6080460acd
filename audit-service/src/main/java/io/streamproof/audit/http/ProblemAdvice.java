package io.streamproof.audit.http;

import io.streamproof.audit.log.TopicLogPool;
import java.net.URI;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.apache.kafka.common.KafkaException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers failed calls as problems (RFC 9457) that reveal no more than they should. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final String RETRY_SECONDS = "5";

  @ExceptionHandler
  ProblemDetail badParameter(BadParameterException e) {
    ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, e.getMessage());
    problem.setProperty("parameter", e.parameter());
    return problem;
  }

  /** Of the server: parameters without a name, badly encoded, or too many. */
  @ExceptionHandler
  ProblemDetail unreadable(InvalidParameterException e) {
    return problem(HttpStatus.BAD_REQUEST, "the query's parameters cannot be read");
  }

  @ExceptionHandler
  ProblemDetail unknown(UnknownException e) {
    return problem(HttpStatus.NOT_FOUND, e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail switchedOff(SwitchedOffException e) {
    return problem(HttpStatus.NOT_IMPLEMENTED, e.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> busy(BusyException e) {
    return later(e.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> busy(TopicLogPool.BusyLogsException e) {
    return later(e.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> brokers(KafkaException e) {
    LOG.warn("the brokers do not answer: {}", e.getMessage());
    return later("the brokers do not answer");
  }

  /** Anything that the database refuses, or that it is not there to refuse. */
  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ResponseEntity<ProblemDetail> database(Exception e) {
    if (isAway(e)) {
      LOG.warn("the database cannot be reached: {}", e.getMessage());
      return later("the ledger's database cannot be reached");
    }
    return failed(e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> failed(Exception e) {
    LOG.error("a call failed", e);
    return ResponseEntity.internalServerError()
        .body(problem(HttpStatus.INTERNAL_SERVER_ERROR, "the call failed; the log says why"));
  }

  /**
   * A transaction that only reads cannot begin or end if, and only if, the connection is broken.
   */
  private static boolean isAway(Exception e) {
    if (e instanceof TransactionException
        || e instanceof DataAccessResourceFailureException
        || e instanceof TransientDataAccessException) {
      return true;
    }
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientException
          || cause instanceof SQLRecoverableException
          || (cause instanceof SQLException sql && isConnection(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  /** Class 08 is a broken connection, 57P an operator's intervention such as a shutdown. */
  private static boolean isConnection(@Nullable String state) {
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  private static ResponseEntity<ProblemDetail> later(@Nullable String detail) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        .body(problem(HttpStatus.SERVICE_UNAVAILABLE, detail));
  }

  private static ProblemDetail problem(HttpStatus status, @Nullable String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(URI.create("about:blank"));
    return problem;
  }
}
