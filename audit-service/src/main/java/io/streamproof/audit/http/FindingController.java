package io.streamproof.audit.http;

import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.Severity;
import io.streamproof.audit.report.FindingRepository;
import io.streamproof.audit.report.FindingRepository.FindingQuery;
import io.streamproof.audit.report.RecordedFinding;
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
  private final FindingRepository findings;
  private final FindingLinks links;

  FindingController(AuditedPipelines pipelines, FindingRepository findings, FindingLinks links) {
    this.pipelines = pipelines;
    this.findings = findings;
    this.links = links;
  }

  @Operation(operationId = "findings", summary = "Findings, newest first, page by page")
  @DocumentedAnswer
  @GetMapping(
      path = "/v1/pipelines/{pipeline}/findings",
      produces = MediaType.APPLICATION_JSON_VALUE)
  Page findings(
      @PathVariable String pipeline,
      @Parameter(schema = @Schema(implementation = FindingKind.class)) @RequestParam
          @Nullable String kind,
      @Parameter(description = "A stage of the pipeline, or `source`") @RequestParam
          @Nullable String stage,
      @WholeNumber("The cursor `next` of the page before") @RequestParam @Nullable String after,
      @PageLimit("How many findings at most") @RequestParam @Nullable String limit) {
    PipelineSpecification specification = pipelines.get(pipeline);
    int most = RequestParameters.limit(limit);
    List<RecordedFinding> found =
        findings.newest(
            new FindingQuery(
                pipeline,
                kind == null ? null : RequestParameters.kind(kind),
                stage == null ? null : AuditedPipelines.stage(specification, stage),
                after == null ? null : RequestParameters.number("after", after),
                most + 1));
    List<RecordedFinding> page = found.subList(0, Math.min(most, found.size()));
    return new Page(
        page.stream()
            .map(finding -> FindingView.listed(finding, severity(finding), links.of(finding)))
            .toList(),
        found.size() > most ? String.valueOf(page.get(most - 1).id()) : null);
  }

  @Operation(operationId = "finding", summary = "One finding with its evidence")
  @DocumentedAnswer
  @GetMapping(path = "/v1/findings/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  FindingView.Full finding(@WholeNumber("Of the finding") @PathVariable String id) {
    RecordedFinding finding =
        findings
            .finding(RequestParameters.number("id", id))
            .orElseThrow(() -> new UnknownException("there is no finding " + id));
    return FindingView.full(finding, severity(finding), links.of(finding));
  }

  /** What the kind means for the stage, if its pipeline is still audited. */
  private Severity severity(RecordedFinding finding) {
    return pipelines
        .find(finding.pipeline())
        .map(pipeline -> finding.kind().severity(pipeline, finding.stage()))
        .orElseGet(finding.kind()::severity);
  }

  /**
   * A page of findings.
   *
   * @param next the cursor of the next page, for {@code after}; null: there is none
   */
  record Page(List<FindingView.Listed> findings, @Nullable String next) {}
}
