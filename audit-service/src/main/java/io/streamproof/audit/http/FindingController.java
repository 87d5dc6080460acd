package io.streamproof.audit.http;

import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.report.EvidencedFinding;
import io.streamproof.audit.report.FindingArchive;
import io.streamproof.audit.report.FindingQuery;
import io.streamproof.audit.report.FindingSummary;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was found: page by page, and one with all its evidence. */
@RestController
final class FindingController {
  private final AuditedPipelines pipelines;
  private final FindingArchive archive;
  private final FindingView view;

  FindingController(AuditedPipelines pipelines, FindingArchive archive, FindingView view) {
    this.pipelines = pipelines;
    this.archive = archive;
    this.view = view;
  }

  @Operation(operationId = "findings", summary = "Findings, newest first, page by page")
  @Answered
  @GetMapping(
      path = "/v1/pipelines/{pipeline}/findings",
      produces = MediaType.APPLICATION_JSON_VALUE)
  Page findings(
      @PathVariable String pipeline,
      @Parameter(schema = @Schema(implementation = Kind.class)) @RequestParam @Nullable String kind,
      @Parameter(description = "A stage of the pipeline, or `source`") @RequestParam
          @Nullable String stage,
      @WholeNumber("The cursor `next` of the page before") @RequestParam @Nullable String after,
      @PageLimit("How many findings at most") @RequestParam @Nullable String limit) {
    PipelineSpecification specification = pipelines.get(pipeline);
    int most = Parameters.limit(limit);
    List<FindingSummary> found =
        archive.newest(
            new FindingQuery(
                pipeline,
                kind == null ? null : Parameters.kind(kind),
                stage == null ? null : AuditedPipelines.stage(specification, stage),
                after == null ? null : Parameters.number("after", after),
                most + 1));
    List<FindingSummary> page = found.subList(0, Math.min(most, found.size()));
    return new Page(
        page.stream().map(view::listed).toList(),
        found.size() > most ? String.valueOf(page.get(most - 1).id()) : null);
  }

  @Operation(operationId = "finding", summary = "One finding with its evidence")
  @Answered
  @GetMapping(path = "/v1/findings/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  FindingView.Full finding(@WholeNumber("Of the finding") @PathVariable String id) {
    EvidencedFinding finding =
        archive
            .finding(Parameters.number("id", id))
            .orElseThrow(() -> new UnknownException("there is no finding " + id));
    return view.full(finding);
  }

  /**
   * A page of findings.
   *
   * @param next the cursor of the next page, for {@code after}; null: there is none
   */
  record Page(List<FindingView.Listed> findings, @Nullable String next) {}
}
