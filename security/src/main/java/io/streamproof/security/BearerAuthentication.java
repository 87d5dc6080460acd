package io.streamproof.security;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Who presents a bearer token: the holder of a static one, else whom the issuer says. Nobody is
 * told why a token is not valid, for that helps only who tries them.
 */
final class BearerAuthentication implements AuthenticationManager {
  private final @Nullable StaticTokens tokens;
  private final @Nullable AuthenticationManager issued;

  /**
   * At least one of them is there.
   *
   * @param issued takes what an issuer has signed
   */
  BearerAuthentication(@Nullable StaticTokens tokens, @Nullable AuthenticationManager issued) {
    this.tokens = tokens;
    this.issued = issued;
  }

  @Override
  public Authentication authenticate(Authentication request) {
    BearerTokenAuthenticationToken bearer = (BearerTokenAuthenticationToken) request;
    return known(bearer.getToken()).orElseGet(() -> issued(bearer));
  }

  private Optional<Authentication> known(String presented) {
    return tokens == null
        ? Optional.empty()
        : tokens.find(presented).map(BearerAuthentication::holder);
  }

  private static Authentication holder(Token token) {
    return UsernamePasswordAuthenticationToken.authenticated(
        token.name(),
        "",
        token.scopes().stream()
            .map(scope -> new SimpleGrantedAuthority(scope.authority()))
            .toList());
  }

  private Authentication issued(BearerTokenAuthenticationToken bearer) {
    if (issued == null) {
      throw new InvalidBearerTokenException("the token is not known");
    }
    try {
      return issued.authenticate(bearer);
    } catch (AuthenticationServiceException | JwtDecoderInitializationException e) {
      throw new IssuerAwayException(e);
    } catch (AuthenticationException e) {
      throw new InvalidBearerTokenException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether the token is valid cannot be told: the issuer's keys cannot be had. */
  static final class IssuerAwayException extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    IssuerAwayException(RuntimeException cause) {
      super("the issuer's keys cannot be had", cause);
    }
  }
}
