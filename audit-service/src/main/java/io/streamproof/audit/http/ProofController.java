package io.streamproof.audit.http;

import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** How far a pipeline is proven, now or once it is proven far enough: a gate for its consumers. */
@RestController
final class ProofController {
  private final AuditedPipelines pipelines;
  private final ProofGate gate;

  ProofController(AuditedPipelines pipelines, ProofGate gate) {
    this.pipelines = pipelines;
    this.gate = gate;
  }

  @GetMapping(path = "/v1/pipelines/{pipeline}/proof", produces = MediaType.APPLICATION_JSON_VALUE)
  DeferredResult<ProofAnswer> proof(
      @PathVariable String pipeline,
      @RequestParam @Nullable String through,
      @RequestParam @Nullable String wait) {
    PipelineSpecification specification = pipelines.get(pipeline);
    Instant time = through == null ? null : Parameters.time("through", through);
    Duration longest = wait == null ? Duration.ZERO : Parameters.wait(wait);
    if (time == null && wait != null) {
      throw new BadParameterException("wait", "needs through: the time to wait for");
    }
    return gate.pass(specification, time, longest);
  }
}
