package io.streamproof.verification.adversary;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.verification.tamper.StandIn;
import io.streamproof.verification.tamper.Tampering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** A pipeline of an arena: its topics, its events, and its stages run by stand-ins. */
final class Target {
  /** The time of the first event; each further one is a second later. */
  static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");

  private static final int CUSTOMERS = 7;
  private static final int PARTED_AT_ONCE = 17;

  private final Arena arena;
  private final PipelineSpecification pipeline;
  private final URI ingest;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, StandIn> honest = new HashMap<>();
  private final AtomicInteger sent = new AtomicInteger();
  private int uploads;

  Target(Arena arena, PipelineSpecification pipeline, URI ingest) {
    this.arena = arena;
    this.pipeline = pipeline;
    this.ingest = ingest;
  }

  String name() {
    return pipeline.name();
  }

  PipelineSpecification pipeline() {
    return pipeline;
  }

  /** How many events ingest has acknowledged. */
  int sent() {
    return sent.get();
  }

  /** The time of an event. */
  static Instant time(int number) {
    return FIRST.plusSeconds(number);
  }

  static String payload(int number) {
    return "{\"n\":%s,\"customer\":\"c%s\",\"at\":%s}"
        .formatted(number, number % CUSTOMERS, time(number).toEpochMilli());
  }

  /** Sends the next events to ingest, which acknowledges them. */
  void upload(int events) {
    upload(IntStream.range(sent(), sent() + events).mapToObj(Target::payload).toList());
  }

  /** Sends events of one's own to ingest, which acknowledges them. */
  void upload(List<String> payloads) {
    URI call =
        ingest.resolve("/v1/pipelines/%s/uploads?source=/uploads/%s".formatted(name(), ++uploads));
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(call)
                .header("content-type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(String.join("\n", payloads)))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).contains("\"accepted\":" + payloads.size());
    sent.addAndGet(payloads.size());
  }

  /** Sends the next event as a CloudEvent with further attributes, a header each. */
  void sendEvent(Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(ingest.resolve("/v1/pipelines/%s/events".formatted(name())))
            .header("content-type", "application/json")
            .header("ce-specversion", "1.0")
            .header("ce-id", String.valueOf(sent()))
            .header("ce-source", "/events")
            .header("ce-type", "order");
    headers.forEach(request::header);
    HttpResponse<String> answer =
        send(request.POST(BodyPublishers.ofString(payload(sent()))).build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    sent.incrementAndGet();
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Uploads and runs the first stage over it. */
  void uploadAndProcess(int events) {
    upload(events);
    process(events);
  }

  /** The same with events of so many parts, a few at a time, so that no transaction takes long. */
  void uploadAndProcessParts(int events, int parts) {
    String all = IntStream.range(0, parts).mapToObj(String::valueOf).collect(joining(","));
    for (int event = 0; event < events; event += PARTED_AT_ONCE) {
      upload(
          IntStream.range(event, event + PARTED_AT_ONCE)
              .mapToObj(
                  n ->
                      "{\"customer\":\"c\",\"at\":%s,\"parts\":[%s]}"
                          .formatted(time(n).toEpochMilli(), all))
              .toList());
      process(PARTED_AT_ONCE);
    }
  }

  /** Runs the first stage over its next source records, as its operator would. */
  void process(int records) {
    process(stage(), records);
  }

  void process(String stage, int records) {
    honest.computeIfAbsent(stage, name -> standIn(name, Tampering.NONE)).process(records);
  }

  /** A stage to be run with what it emits tampered with. */
  StandIn standIn(String stage, Tampering tampering) {
    return new StandIn(arena.brokers(), pipeline, stage, tampering);
  }

  /** The first stage. */
  String stage() {
    return pipeline.stages().get(0).name();
  }

  TopicPartition source() {
    return new TopicPartition(pipeline.sourceTopic(), 0);
  }

  TopicPartition claims() {
    return new TopicPartition(pipeline.claimsTopic(), 0);
  }

  /** The output of the first stage. */
  TopicPartition output() {
    return output(stage());
  }

  TopicPartition output(String stage) {
    return new TopicPartition(pipeline.outputTopic(pipeline.stage(stage).orElseThrow()), 0);
  }

  TopicPartition deadLetters() {
    return new TopicPartition(pipeline.deadLetterTopic(pipeline.stages().get(0)), 0);
  }

  String group() {
    return pipeline.group(pipeline.stages().get(0));
  }
}
