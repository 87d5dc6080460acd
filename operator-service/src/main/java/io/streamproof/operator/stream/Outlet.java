package io.streamproof.operator.stream;

import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;

/** Sends what a stage has made of a record. */
@FunctionalInterface
public interface Outlet {
  /** All outputs, in order, as they are. */
  Outlet AS_THEY_ARE = (outputs, sending) -> outputs.forEach(sending::send);

  void send(List<OutputRecord> outputs, Sending sending);
}
