package io.streamproof.operator.trace;

import io.opentelemetry.context.Scope;
import io.streamproof.pipeline.stage.OutputRecord;

/** The trace of every record that is not recorded: it does nothing. */
enum NotRecorded implements ProcessTrace {
  INSTANCE;

  @Override
  public Scope send(OutputRecord output) {
    return Scope.noop();
  }

  @Override
  public void fail(OutputRecord deadLetter) {}

  @Override
  public void close() {}
}
