package io.streamproof.security;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;

/** Logs a line for each request that was refused, whoever refused it; never its token or body. */
final class RefusalValve extends ValveBase {
  private static final Logger LOG = LoggerFactory.getLogger("io.streamproof.security.refused");

  /** What callers bring about, or run into; not what they merely ask for in vain (404). */
  private static final Set<Integer> REFUSED =
      Set.of(400, 401, 403, 405, 408, 411, 413, 414, 415, 429, 431, 503);

  private final RequestAttributeSecurityContextRepository callers =
      new RequestAttributeSecurityContextRepository();
  private final Throttle throttle;

  RefusalValve(Throttle throttle) {
    super(true);
    this.throttle = throttle;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    getNext().invoke(request, response);
    if (REFUSED.contains(response.getStatus())
        && !request.isAsync()
        && throttle.admits(
            omitted -> LOG.warn("{} more requests were refused, without a line each", omitted))) {
      LOG.warn(line(request, response).toString());
    }
  }

  private RefusalLine line(Request request, Response response) {
    Authentication caller = callers.loadDeferredContext(request).get().getAuthentication();
    return new RefusalLine(
        response.getStatus(),
        request.getMethod(),
        request.getRequestURI(),
        request.getRemoteAddr(),
        caller == null ? null : caller.getName(),
        Reason.of(request));
  }
}
