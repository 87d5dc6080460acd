package io.streamproof.audit.http;

import io.streamproof.audit.report.InstanceState;
import io.streamproof.audit.report.InstanceStates;
import io.streamproof.audit.report.Report;
import io.streamproof.audit.report.ReportRepository;
import io.streamproof.audit.report.ReportRepository.StageMinute;
import io.streamproof.audit.report.TimeRange;
import io.streamproof.audit.report.Verdict;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Which pipelines there are, and the report of each. */
@RestController
final class ReportController {
  /** A larger answer would be held in memory; a narrower range is asked for instead. */
  static final int MOST_ROWS = 500_000;

  private static final MediaType CSV = new MediaType("text", "csv");

  private final AuditedPipelines pipelines;
  private final ReportRepository reports;
  private final InstanceStates states;

  ReportController(AuditedPipelines pipelines, ReportRepository reports, InstanceStates states) {
    this.pipelines = pipelines;
    this.reports = reports;
    this.states = states;
  }

  @Operation(operationId = "pipelines", summary = "All pipelines with verdict and proof")
  @DocumentedAnswer
  @GetMapping(path = "/v1/pipelines", produces = MediaType.APPLICATION_JSON_VALUE)
  Overview pipelines() {
    return new Overview(
        pipelines.all().stream()
            .map(pipeline -> report(pipeline, TimeRange.ALL))
            .map(Overview.Pipeline::of)
            .toList());
  }

  @Operation(operationId = "report", summary = "The report; as CSV a row per stage and minute")
  @DocumentedRejections
  @ApiResponse(
      responseCode = "200",
      description = "The answer.",
      content = {
        @Content(mediaType = "application/json", schema = @Schema(implementation = Report.class)),
        @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
      })
  @GetMapping(
      path = "/v1/pipelines/{pipeline}/report",
      produces = {MediaType.APPLICATION_JSON_VALUE, "text/csv"})
  ResponseEntity<?> report(
      @PathVariable String pipeline,
      @Parameter(
              description = "Where the range begins",
              example = "2001-01-01T00:00:00Z",
              schema = @Schema(type = "string", format = "date-time"))
          @RequestParam
          @Nullable String from,
      @Parameter(
              description = "Where it ends",
              example = "2001-04-01T00:00:00Z",
              schema = @Schema(type = "string", format = "date-time"))
          @RequestParam
          @Nullable String to,
      @RequestHeader HttpHeaders headers) {
    PipelineSpecification specification = pipelines.get(pipeline);
    TimeRange range = RequestParameters.range(from, to);
    return prefersCsv(headers.getAccept())
        ? ResponseEntity.ok().contentType(CSV).body(csv(specification, range))
        : ResponseEntity.ok(report(specification, range));
  }

  private Report report(PipelineSpecification pipeline, TimeRange range) {
    InstanceState state = states.of(pipeline.name());
    return Report.of(pipeline, reports.summary(pipeline, range), state);
  }

  private byte[] csv(PipelineSpecification pipeline, TimeRange range) {
    List<StageMinute> minutes = reports.minutes(pipeline, range, MOST_ROWS + 1);
    if (minutes.size() > MOST_ROWS) {
      throw new BadParameterException(
          "from", "the range has more than %s rows; narrow from and to".formatted(MOST_ROWS));
    }
    return ReportCsv.of(minutes);
  }

  private static boolean prefersCsv(List<MediaType> accepted) {
    MimeTypeUtils.sortBySpecificity(accepted);
    for (MediaType type : accepted) {
      if (type.includes(MediaType.APPLICATION_JSON)) {
        return false;
      }
      if (type.includes(CSV)) {
        return true;
      }
    }
    return false;
  }

  /** All pipelines, in short. */
  record Overview(List<Pipeline> pipelines) {
    record Pipeline(
        String pipeline,
        String specification,
        Verdict verdict,
        @Nullable Instant asOf,
        @Nullable Instant provenThrough) {
      static Pipeline of(Report report) {
        return new Pipeline(
            report.pipeline(),
            report.specification(),
            report.verdict(),
            report.asOf(),
            report.provenThrough());
      }
    }
  }
}
