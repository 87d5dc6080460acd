package io.streamproof.pipeline.operator;

import io.streamproof.pipeline.spec.OperatorSpecification;
import io.streamproof.pipeline.spec.OperatorSpecification.Aggregate;
import io.streamproof.pipeline.spec.OperatorSpecification.Custom;
import io.streamproof.pipeline.spec.OperatorSpecification.Deduplicate;
import io.streamproof.pipeline.spec.OperatorSpecification.Filter;
import io.streamproof.pipeline.spec.OperatorSpecification.FlatMap;
import io.streamproof.pipeline.spec.OperatorSpecification.Lookup;
import io.streamproof.pipeline.spec.OperatorSpecification.Mapping;

/** The operator of each kind of specification. */
public final class Operators {
  private Operators() {}

  /**
   * Makes the operator that a stage declares.
   *
   * @throws IllegalArgumentException for a custom operator that is not at hand
   */
  public static Operator of(OperatorSpecification specification, CustomOperators custom) {
    if (specification instanceof Filter filter) {
      return new FilterOperator(filter.predicate());
    } else if (specification instanceof Mapping mapping) {
      return new MapOperator(mapping.value());
    } else if (specification instanceof FlatMap flatMap) {
      return new FlatMapOperator(flatMap.values());
    } else if (specification instanceof Aggregate aggregate) {
      return new AggregateOperator(aggregate);
    } else if (specification instanceof Deduplicate deduplicate) {
      return new DeduplicateOperator(deduplicate.within());
    } else if (specification instanceof Lookup lookup) {
      return new LookupOperator(lookup);
    } else if (specification instanceof Custom own) {
      return custom.create(own.bean(), own.with());
    }
    throw new IllegalStateException("no operator for " + specification.kind());
  }
}
