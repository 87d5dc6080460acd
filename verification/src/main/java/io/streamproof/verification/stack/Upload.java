package io.streamproof.verification.stack;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A file on its way through ingest: streamed, never held whole. */
public final class Upload {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final AtomicLong sent = new AtomicLong();
  private final CompletableFuture<Receipt> receipt;

  /**
   * What ingest has answered.
   *
   * @param accepted events, all acknowledged by the brokers
   * @param rejected the first lines that are no valid event
   * @param rejectedCount how many there are in all
   */
  public record Receipt(long accepted, List<Rejection> rejected, long rejectedCount) {
    public Receipt {
      rejected = List.copyOf(rejected);
    }
  }

  /** A line (from 1) that ingest has refused, and why. */
  public record Rejection(long line, String detail) {}

  private Upload(HttpClient client, HttpRequest.Builder request, Path file) {
    this.receipt =
        client
            .sendAsync(
                request.POST(BodyPublishers.ofInputStream(() -> counted(file))).build(),
                BodyHandlers.ofString())
            .thenApply(Upload::receipt);
  }

  /**
   * Begins to upload.
   *
   * @param source the CloudEvents source; with the line number it makes an event's id
   */
  static Upload begin(HttpClient client, URI ingest, String pipeline, Path file, String source) {
    String call =
        "/v1/pipelines/%s/uploads?source=%s"
            .formatted(pipeline, URLEncoder.encode(source, StandardCharsets.UTF_8));
    return new Upload(
        client,
        HttpRequest.newBuilder(ingest.resolve(call)).header("content-type", "application/x-ndjson"),
        file);
  }

  /** How many bytes of the file have been sent. */
  public long sentBytes() {
    return sent.get();
  }

  /** Completed by ingest's answer, or by a {@link StackException} if it has refused. */
  public CompletableFuture<Receipt> receipt() {
    return receipt;
  }

  private static Receipt receipt(HttpResponse<String> answer) {
    if (answer.statusCode() != 202) {
      throw new StackException(
          "ingest has answered " + answer.statusCode() + ": " + detail(answer.body()));
    }
    return MAPPER.readValue(answer.body(), Receipt.class);
  }

  /** What a problem document (RFC 9457) says went wrong. */
  static String detail(String body) {
    try {
      return MAPPER.readTree(body).path("detail").asString(body);
    } catch (JacksonException e) {
      return body;
    }
  }

  private InputStream counted(Path file) {
    try {
      return new FilterInputStream(Files.newInputStream(file)) {
        @Override
        public int read(byte[] target, int from, int length) throws IOException {
          int read = super.read(target, from, length);
          sent.addAndGet(Math.max(0, read));
          return read;
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
