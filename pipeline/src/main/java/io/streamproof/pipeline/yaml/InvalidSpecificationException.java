package io.streamproof.pipeline.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A specification that cannot be run; the message lists every problem, a line each. */
public final class InvalidSpecificationException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<Problem> problems;

  public InvalidSpecificationException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
