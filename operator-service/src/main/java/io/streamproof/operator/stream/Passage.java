package io.streamproof.operator.stream;

import io.streamproof.pipeline.record.SourceRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** The way of one partition's records through a stage, in their order. */
@FunctionalInterface
public interface Passage {
  /** Takes the partition's next record. */
  void take(SourceRecord record);

  /** Opens passages. */
  @FunctionalInterface
  interface Gate {
    /** Every record is processed when it comes, and its outputs are sent as they are. */
    Gate UNDISTURBED = (hop, task) -> record -> hop.pass(record, Outlet.AS_THEY_ARE);

    /** Opens the passage of a task that begins, or begins anew. */
    Passage open(Hop hop, ProcessorContext<?, ?> task);
  }
}
