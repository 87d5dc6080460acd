package io.streamproof.security;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Answers what no controller has seen, such as a request that is no HTTP: a problem in place of the
 * server's page. Public, since the server makes it by its name.
 */
public final class ProblemValve extends ErrorReportValve {
  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    HttpStatus status = HttpStatus.resolve(response.getStatus());
    if (status == null
        || !status.isError()
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    try {
      Problem.answer(request, response, status, status.getReasonPhrase());
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      containerLog().debug("the client hears nothing of it", e);
    }
  }

  private org.apache.juli.logging.Log containerLog() {
    return getContainer().getLogger();
  }
}
