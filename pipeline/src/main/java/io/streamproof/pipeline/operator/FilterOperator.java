package io.streamproof.pipeline.operator;

import io.streamproof.pipeline.expression.Expression;
import io.streamproof.pipeline.record.Event;

/** Forwards, byte by byte, the events for which the predicate is true. */
record FilterOperator(Expression predicate) implements Operator {
  @Override
  public boolean stateful() {
    return false;
  }

  @Override
  public void process(Event event, State state, Emitter emitter) {
    if (predicate.isTrue(event)) {
      emitter.forward();
    }
  }
}
