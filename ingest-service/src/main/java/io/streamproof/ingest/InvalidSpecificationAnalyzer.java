package io.streamproof.ingest;

import io.streamproof.pipeline.yaml.InvalidSpecificationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells every problem of a pipeline's specification, a line each. */
final class InvalidSpecificationAnalyzer
    extends AbstractFailureAnalyzer<InvalidSpecificationException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, InvalidSpecificationException cause) {
    return new FailureAnalysis(
        "The pipeline specification cannot be run:\n" + cause.getMessage(),
        "Mend the lines named above.",
        cause);
  }
}
