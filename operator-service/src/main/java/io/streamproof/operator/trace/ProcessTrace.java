package io.streamproof.operator.trace;

import io.opentelemetry.context.Scope;
import io.streamproof.pipeline.stage.OutputRecord;

/** The trace of one record's processing, recorded or not; it lasts until it is closed. */
public sealed interface ProcessTrace extends AutoCloseable permits NotRecorded, RecordedProcess {

  /** Begins the sending of an output; closing it ends it. */
  Scope send(OutputRecord output);

  /** Marks the processing as failed, with the reason that the dead letter gives. */
  void fail(OutputRecord deadLetter);

  @Override
  void close();
}
