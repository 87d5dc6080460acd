package io.streamproof.audit.http;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.lineage.Contributors;
import io.streamproof.audit.lineage.Lineage;
import io.streamproof.audit.lineage.Lineage.WalkDirection;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How a record came to be, and what it caused. */
@RestController
final class LineageController {
  private final List<AuditedPipeline> pipelines;
  private final Lineage lineage;

  LineageController(List<AuditedPipeline> pipelines, Lineage lineage) {
    this.pipelines = pipelines;
    this.lineage = lineage;
  }

  @Operation(operationId = "lineage", summary = "How a record came to be, and what it caused")
  @DocumentedAnswer
  @GetMapping(
      path = "/v1/lineage/{topic}/{partition}/{offset}",
      produces = MediaType.APPLICATION_JSON_VALUE)
  LineageView lineage(
      @PathVariable String topic,
      @WholeNumber("Of the topic") @PathVariable String partition,
      @WholeNumber("Of the record") @PathVariable String offset,
      @Parameter(
              schema =
                  @Schema(
                      allowableValues = {"back", "forward", "both"},
                      defaultValue = "both"))
          @RequestParam
          @Nullable String direction,
      @WholeNumber("The cursor `next` of contributors") @RequestParam @Nullable String after,
      @PageLimit("How many contributors at most") @RequestParam @Nullable String limit) {
    AuditedPipeline pipeline = pipelineOf(topic);
    long number = RequestParameters.number("partition", partition);
    int partitions = pipeline.specification().partitionsOf(topic);
    if (number >= partitions) {
      throw new UnknownException("%s has partitions 0 to %s".formatted(topic, partitions - 1));
    }
    return LineageView.of(
        lineage.of(
            pipeline,
            new RecordPlace(topic, (int) number, RequestParameters.number("offset", offset)),
            direction == null ? WalkDirection.BOTH : direction(direction),
            new Contributors.PageRequest(
                after == null ? -1 : RequestParameters.number("after", after),
                RequestParameters.limit(limit))));
  }

  private AuditedPipeline pipelineOf(String topic) {
    return pipelines.stream()
        .filter(pipeline -> isWalked(pipeline, topic))
        .findFirst()
        .orElseThrow(() -> new UnknownException("no pipeline that is audited here has that topic"));
  }

  private static boolean isWalked(AuditedPipeline pipeline, String topic) {
    return pipeline.topics().containsKey(topic) && !pipeline.role(topic).isClaims();
  }

  private static WalkDirection direction(String text) {
    return Arrays.stream(WalkDirection.values())
        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> new BadParameterException("direction", "must be back, forward or both"));
  }
}
