package io.streamproof.audit.http;

import io.streamproof.audit.report.Proof;
import io.streamproof.audit.report.ProofGate;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
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
  /** How long after its deadline a client may wait for the ledger to be read. */
  private static final Duration READING_TIMEOUT = Duration.ofSeconds(15);

  private final AuditedPipelines pipelines;
  private final ProofGate gate;

  ProofController(AuditedPipelines pipelines, ProofGate gate) {
    this.pipelines = pipelines;
    this.gate = gate;
  }

  @Operation(operationId = "proof", summary = "How far the pipeline is proven; waits for it")
  @DocumentedAnswer
  @GetMapping(path = "/v1/pipelines/{pipeline}/proof", produces = MediaType.APPLICATION_JSON_VALUE)
  DeferredResult<ProofAnswer> proof(
      @PathVariable String pipeline,
      @Parameter(
              description = "The time to which the proof is to reach",
              example = "2001-01-01T00:00:00Z",
              schema = @Schema(type = "string", format = "date-time"))
          @RequestParam
          @Nullable String through,
      @Parameter(
              description = "How long to wait for that, at most 60s",
              example = "1s",
              schema = @Schema(pattern = "^[0-9]{1,9}(ms|s|m)$"))
          @RequestParam
          @Nullable String wait) {
    PipelineSpecification specification = pipelines.get(pipeline);
    Instant time = through == null ? null : RequestParameters.time("through", through);
    Duration longest = wait == null ? Duration.ZERO : RequestParameters.wait(wait);
    if (time == null && wait != null) {
      throw new BadParameterException("wait", "needs through: the time to wait for");
    }
    return pass(specification, time, longest);
  }

  /** The answer, now or once the proof reaches so far; while a client waits it needs no thread. */
  DeferredResult<ProofAnswer> pass(
      PipelineSpecification pipeline, @Nullable Instant through, Duration longest) {
    DeferredResult<ProofAnswer> result =
        new DeferredResult<>(longest.plus(READING_TIMEOUT).toMillis());
    try {
      gate.pass(pipeline, through, longest, new DeferredAnswer(result, through))
          .ifPresent(waiter -> result.onCompletion(waiter::leave));
    } catch (ProofGate.FullException e) {
      throw new BusyException(String.valueOf(e.getMessage()));
    }
    return result;
  }

  private record DeferredAnswer(DeferredResult<ProofAnswer> result, @Nullable Instant through)
      implements ProofGate.Answer {
    @Override
    public void give(Proof proof) {
      result.setResult(ProofAnswer.of(proof, through));
    }

    @Override
    public void fail(RuntimeException failure) {
      result.setErrorResult(failure);
    }
  }
}
