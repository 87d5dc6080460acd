package io.streamproof.operator.stream;

import io.streamproof.pipeline.record.SourceRecord;

/** A stage at work on one partition. */
@FunctionalInterface
public interface Hop {
  /** Processes a record and hands its outputs to the outlet, within the trace of the record. */
  void pass(SourceRecord record, Outlet outlet);
}
