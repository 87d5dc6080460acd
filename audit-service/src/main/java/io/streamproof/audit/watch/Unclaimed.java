package io.streamproof.audit.watch;

import io.streamproof.audit.catalogue.AuditedPipeline;
import java.util.Map;

/** Source records that ingest has not claimed. */
@FunctionalInterface
public interface Unclaimed {
  /**
   * How many stand below these offsets of the source's partitions. Those that have waited for so
   * long that no claim is awaited any more do not count.
   */
  long below(AuditedPipeline pipeline, Map<Integer, Long> offsets);
}
