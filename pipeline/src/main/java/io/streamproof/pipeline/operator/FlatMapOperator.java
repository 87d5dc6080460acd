package io.streamproof.pipeline.operator;

import io.streamproof.pipeline.expression.Expression;
import io.streamproof.pipeline.record.Event;

/** Emits each element of a list, in order. */
record FlatMapOperator(Expression values) implements Operator {
  @Override
  public boolean stateful() {
    return false;
  }

  @Override
  public void process(Event event, State state, Emitter emitter) {
    for (Object value : values.list(event)) {
      emitter.emit(value);
    }
  }
}
