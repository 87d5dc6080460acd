package io.streamproof.pipeline.operator;

import io.streamproof.pipeline.expression.Expression;
import io.streamproof.pipeline.record.Event;

/** Emits the value of an expression. */
record MapOperator(Expression value) implements Operator {
  @Override
  public boolean stateful() {
    return false;
  }

  @Override
  public void process(Event event, State state, Emitter emitter) {
    emitter.emit(value.evaluate(event));
  }
}
