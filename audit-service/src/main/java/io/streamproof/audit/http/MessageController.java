package io.streamproof.audit.http;

import io.streamproof.audit.AuditProperties;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.lineage.Contributors;
import io.streamproof.audit.lineage.EventIndex;
import io.streamproof.audit.lineage.Lineage;
import io.streamproof.audit.lineage.Lineage.WalkDirection;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finds an event by its id or its trace: where it is, and what it caused. */
@RestController
final class MessageController {
  private static final Contributors.PageRequest FIRST = new Contributors.PageRequest(-1, 5);

  private final List<AuditedPipeline> pipelines;
  private final Lineage lineage;
  private final EventIndex index;
  private final boolean indexed;
  private final boolean traced;

  MessageController(
      List<AuditedPipeline> pipelines,
      Lineage lineage,
      EventIndex index,
      AuditProperties properties) {
    this.pipelines = pipelines;
    this.lineage = lineage;
    this.index = index;
    this.indexed = properties.audit().indexEvents();
    this.traced = properties.audit().indexTraces();
  }

  @Operation(
      operationId = "messages",
      summary = "Where an event stands, and what it caused",
      description = "Give source and id, or traceId.")
  @DocumentedAnswer
  @ApiResponse(responseCode = "501", description = "The index is switched off.")
  @GetMapping(
      path = "/v1/pipelines/{pipeline}/messages",
      produces = MediaType.APPLICATION_JSON_VALUE)
  Messages messages(
      @PathVariable String pipeline,
      @Parameter(schema = @Schema(maxLength = 1024)) @RequestParam @Nullable String source,
      @Parameter(schema = @Schema(maxLength = 1024)) @RequestParam @Nullable String id,
      @Parameter(schema = @Schema(pattern = "^[0-9a-f]{32}$")) @RequestParam
          @Nullable String traceId) {
    AuditedPipeline audited = audited(pipeline);
    if (!indexed) {
      throw new SwitchedOffException(
          "events are not indexed here: streamproof.audit.index-events is false");
    }
    List<RecordPlace> places = places(audited, source, id, traceId);
    if (places.isEmpty()) {
      throw new UnknownException(
          "the index of events knows no such event; it keeps the last days only");
    }
    return new Messages(places.stream().map(place -> forward(audited, place)).toList());
  }

  private List<RecordPlace> places(
      AuditedPipeline pipeline,
      @Nullable String source,
      @Nullable String id,
      @Nullable String traceId) {
    if (traceId != null) {
      if (source != null || id != null) {
        throw new BadParameterException("traceId", "goes without source and id");
      }
      if (!traced) {
        throw new SwitchedOffException(
            "events are not indexed by trace here: streamproof.audit.index-traces is false");
      }
      return index.eventsOfTrace(pipeline, RequestParameters.traceId(traceId));
    }
    if (id == null) {
      throw new BadParameterException("id", "is missing; give source and id, or traceId");
    }
    if (source == null) {
      throw new BadParameterException("source", "is missing; an id is one of its source's");
    }
    return index.events(
        pipeline,
        RequestParameters.attribute("source", source),
        RequestParameters.attribute("id", id));
  }

  private LineageView forward(AuditedPipeline pipeline, RecordPlace place) {
    return LineageView.of(lineage.of(pipeline, place, WalkDirection.FORWARD, FIRST));
  }

  private AuditedPipeline audited(String name) {
    return pipelines.stream()
        .filter(pipeline -> pipeline.name().equals(name))
        .findFirst()
        .orElseThrow(() -> AuditedPipelines.unknown(pipelines.stream().map(AuditedPipeline::name)));
  }

  /** Where the events are in the source topic, each with what it caused. */
  record Messages(List<LineageView> messages) {}
}
