package io.streamproof.simulation.check;

import io.streamproof.pipeline.record.Attributes;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How a record compares with what had to be emitted, best first. */
enum EmissionMatch {
  RIGHT,
  UNTRACED,
  MISROUTED,
  ALTERED;

  static EmissionMatch of(SourceRecord record, OutputRecord expected) {
    boolean isSame =
        record.topic().equals(expected.topic())
            && Arrays.equals(record.key(), expected.key())
            && Arrays.equals(record.value(), expected.value())
            && record.timestamp() == expected.timestamp()
            && isSame(Attributes.of(record.headers()), expected.attributes());
    if (!isSame) {
      return ALTERED;
    }
    if (record.partition() != expected.partition()) {
      return MISROUTED;
    }
    @Nullable TraceContext trace = TraceContext.parse(record.header(HeaderNames.TRACEPARENT));
    return trace != null && trace.traceId().equals(expected.traceId()) ? RIGHT : UNTRACED;
  }

  private static boolean isSame(Attributes left, Attributes right) {
    return Arrays.equals(left.type(), right.type())
        && Arrays.equals(left.id(), right.id())
        && Arrays.equals(left.source(), right.source())
        && Arrays.equals(left.time(), right.time())
        && Arrays.equals(left.contentType(), right.contentType());
  }

  boolean isAlike() {
    return this == RIGHT || this == UNTRACED;
  }
}
