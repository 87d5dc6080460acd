package io.streamproof.security;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Takes the reason of a refusal from the problem that a controller answers. */
@ControllerAdvice
final class ReasonAdvice implements ResponseBodyAdvice<Object> {
  /** The member of a problem that names the parameter which is wrong. */
  private static final String PARAMETER = "parameter";

  @Override
  public boolean supports(
      MethodParameter method, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter method,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    if (body instanceof ProblemDetail problem
        && request instanceof ServletServerHttpRequest servlet) {
      Reason.leave(servlet.getServletRequest(), reason(problem));
    }
    return body;
  }

  /** The details of a parameter quote it, and what stands in a query is not for the log. */
  private static String reason(ProblemDetail problem) {
    Map<String, Object> more = problem.getProperties();
    Object parameter = more == null ? null : more.get(PARAMETER);
    return parameter == null
        ? String.valueOf(problem.getDetail())
        : "the parameter " + parameter + " cannot be used";
  }
}
