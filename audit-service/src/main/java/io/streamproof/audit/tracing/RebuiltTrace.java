package io.streamproof.audit.tracing;

import java.util.List;

/**
 * The trace of a finding: the spans that no service has exported, and the one that marks it.
 *
 * @param complete whether every hop that the message reached is settled; else more will follow
 */
record RebuiltTrace(String traceId, List<RebuiltSpan> spans, boolean complete) {
  RebuiltTrace {
    spans = List.copyOf(spans);
  }
}
