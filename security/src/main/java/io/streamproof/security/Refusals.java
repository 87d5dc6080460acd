package io.streamproof.security;

import io.streamproof.security.BearerAuthentication.IssuerAwayException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** What a caller hears who may not: 401 without a valid token, 403 without its scope (RFC 6750). */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
  private static final String RETRY_AFTER_SECONDS = "5";

  private final Scope scope;

  Refusals(Scope scope) {
    this.scope = scope;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    if (failure instanceof IssuerAwayException) {
      response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
      Problem.answer(
          request,
          response,
          HttpStatus.SERVICE_UNAVAILABLE,
          "the token cannot be checked now: its issuer does not answer");
    } else if (failure instanceof OAuth2AuthenticationException) {
      unauthorized(request, response, "Bearer error=\"invalid_token\"", "the token is not valid");
    } else {
      unauthorized(request, response, "Bearer", "a bearer token is needed");
    }
  }

  private static void unauthorized(
      HttpServletRequest request, HttpServletResponse response, String challenge, String detail)
      throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
    Problem.answer(request, response, HttpStatus.UNAUTHORIZED, detail);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
      throws IOException {
    response.setHeader(
        HttpHeaders.WWW_AUTHENTICATE,
        "Bearer error=\"insufficient_scope\", scope=\"" + scope.text() + "\"");
    Problem.answer(
        request, response, HttpStatus.FORBIDDEN, "the token lacks the scope " + scope.text());
  }
}
