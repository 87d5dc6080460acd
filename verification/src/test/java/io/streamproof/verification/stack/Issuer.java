package io.streamproof.verification.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * An issuer of tokens: gives one to the client that shows the secret, and to nobody else, and shows
 * the key by which tokens are checked.
 */
final class Issuer implements AutoCloseable {
  private static final float TOKEN_MINUTES = 10;

  private final HttpServer server;
  private final RsaJsonWebKey key;
  private final String credentials;

  private Issuer(HttpServer server, RsaJsonWebKey key, String credentials) {
    this.server = server;
    this.key = key;
    this.credentials = credentials;
  }

  /** Starts one that knows a client. */
  static Issuer start(String client, String secret) throws IOException, JoseException {
    RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
    key.setKeyId("only");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String basic = Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(UTF_8));
    Issuer issuer = new Issuer(server, key, "Basic " + basic);
    server.createContext("/keys", issuer::keys);
    server.createContext("/token", issuer::token);
    server.start();
    return issuer;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Where it gives tokens. */
  URI tokens() {
    return uri().resolve("/token");
  }

  /** Where it shows its keys. */
  URI keys() {
    return uri().resolve("/keys");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void keys(HttpExchange exchange) throws IOException {
    answer(exchange, 200, new JsonWebKeySet(key).toJson());
  }

  private void token(HttpExchange exchange) throws IOException {
    if (!credentials.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, "{\"error\": \"invalid_client\"}");
      return;
    }
    try {
      answer(
          exchange,
          200,
          "{\"access_token\": \"%s\", \"token_type\": \"Bearer\", \"expires_in\": %s}"
              .formatted(token(), Math.round(TOKEN_MINUTES * 60)));
    } catch (JoseException e) {
      answer(exchange, 500, "{}");
    }
  }

  private String token() throws JoseException {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(uri().toString());
    claims.setAudience("kafka");
    claims.setSubject("streamproof");
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(TOKEN_MINUTES);
    JsonWebSignature token = new JsonWebSignature();
    token.setPayload(claims.toJson());
    token.setKey(key.getPrivateKey());
    token.setKeyIdHeaderValue(key.getKeyId());
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    return token.getCompactSerialization();
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
