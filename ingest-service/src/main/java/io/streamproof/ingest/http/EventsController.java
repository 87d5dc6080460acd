package io.streamproof.ingest.http;

import io.opentelemetry.api.trace.SpanContext;
import io.streamproof.ingest.event.BinaryEvent;
import io.streamproof.ingest.event.Reading;
import io.streamproof.ingest.event.RejectedException;
import io.streamproof.ingest.event.StructuredEvents;
import io.streamproof.ingest.source.AcceptEvents;
import io.streamproof.ingest.source.Fate;
import io.streamproof.ingest.source.Pipelines;
import io.streamproof.ingest.source.ServedPipeline;
import io.streamproof.ingest.trace.Arrival;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /v1/pipelines/{pipeline}/events}: CloudEvents in binary, structured or batch mode.
 */
@RestController
final class EventsController {
  private final Pipelines pipelines;
  private final AcceptEvents acceptEvents;
  private final RequestLimits limits;
  private final Bodies bodies;
  private final Answers answers;

  EventsController(
      Pipelines pipelines, AcceptEvents acceptEvents, RequestLimits limits, Answers answers) {
    this.pipelines = pipelines;
    this.acceptEvents = acceptEvents;
    this.limits = limits;
    this.bodies = new Bodies(limits.maxMemoryBytes(), limits.leastRate());
    this.answers = answers;
  }

  @EventsDocument
  @PostMapping("/v1/pipelines/{pipeline}/events")
  ResponseEntity<?> accept(@PathVariable String pipeline, HttpServletRequest request)
      throws UnknownPipelineException,
          HttpMediaTypeNotSupportedException,
          RejectedException,
          IOException,
          InterruptedException {
    ServedPipeline served = pipelines.named(pipeline).orElseThrow(UnknownPipelineException::new);
    MediaTypes.requireNoCoding(request);
    Mode mode = Mode.of(request.getContentType());
    int maxBytes = mode == Mode.BINARY ? limits.maxEventBytes() : limits.maxBatchBytes();
    try (Bodies.Body body = bodies.open(request, maxBytes)) {
      List<Reading> readings = readings(mode, request, body.read());
      List<Fate> fates = acceptEvents.accept(served, readings, arrival(mode, request));
      return answers.of(readings, fates);
    }
  }

  private static List<Reading> readings(Mode mode, HttpServletRequest request, byte[] body)
      throws RejectedException {
    return switch (mode) {
      case BINARY -> List.of(BinaryEvent.read(headers(request), request.getContentType(), body));
      case STRUCTURED -> List.of(StructuredEvents.readOne(body));
      case BATCH -> StructuredEvents.readBatch(body);
    };
  }

  /** A batch's events have traces of their own, one that holds a single event included. */
  private static Arrival arrival(Mode mode, HttpServletRequest request) {
    SpanContext span = RequestSpan.of(request);
    return mode == Mode.BATCH ? Arrival.amongOthers(span) : Arrival.alone(span);
  }

  private static Map<String, List<String>> headers(HttpServletRequest request) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(
          name.toLowerCase(Locale.ROOT),
          new ArrayList<>(Collections.list(request.getHeaders(name))));
    }
    return headers;
  }
}
