package io.streamproof.operator.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A collector of spans over OTLP/HTTP that takes them all at once and keeps none. */
public final class SpanSink implements AutoCloseable {
  private final HttpServer server;

  private SpanSink(HttpServer server) {
    this.server = server;
  }

  public static SpanSink start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/v1/traces", SpanSink::discard);
      server.start();
      return new SpanSink(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} is set to. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void discard(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
