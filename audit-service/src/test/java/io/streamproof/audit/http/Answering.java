package io.streamproof.audit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.support.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A running {@link ReportApplication} on a database of its own, and a client of it. */
final class Answering implements AutoCloseable {
  private static final JsonMapper PRETTY =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;

  /** Starts it with a new database. */
  Answering() {
    this(Database.createUrl());
  }

  /**
   * Starts it.
   *
   * @param properties settings of the test's own, {@code name=value}
   */
  Answering(String databaseUrl, String... properties) {
    Stream<String> own =
        Stream.of(
            "server.port=0",
            // Required, though the pipelines are the application's own.
            "streamproof.pipelines=none",
            "management.server.port=0",
            // Nothing is reconciled here, though readiness asks after it.
            "management.endpoint.health.validate-group-membership=false",
            "spring.datasource.url=" + databaseUrl,
            "spring.datasource.username=postgres",
            "streamproof.jaeger-url=http://jaeger.example/");
    context =
        SpringApplication.run(
            ReportApplication.class,
            Stream.concat(own, Stream.of(properties))
                .map(property -> "--" + property)
                .toArray(String[]::new));
  }

  JdbcClient database() {
    return context.getBean(JdbcClient.class);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  void fill(String script) {
    new ResourceDatabasePopulator(new ClassPathResource(script))
        .execute(context.getBean(DataSource.class));
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(HttpRequest.newBuilder(uri(path)).GET(), headers);
  }

  CompletableFuture<HttpResponse<String>> getAsync(String path) {
    return client.sendAsync(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  URI uri(String path) {
    String server = path.startsWith("/actuator") ? "management" : "server";
    String port = context.getEnvironment().getRequiredProperty("local." + server + ".port");
    return URI.create("http://localhost:" + port + path);
  }

  /** The body of a call that succeeds, laid out; numbers as they were written. */
  String json(String path) {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    return pretty(response.body());
  }

  static String pretty(String json) {
    return PRETTY.writeValueAsString(PRETTY.readTree(json));
  }

  static String golden(String file) {
    try (InputStream in = Answering.class.getResourceAsStream("/report/" + file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
