package io.streamproof.audit.tracing;

import java.util.List;

/** Where spans go. */
@FunctionalInterface
public interface SpanSink {
  /**
   * Exports spans; returns once they are acknowledged.
   *
   * @throws NotExportedException if they are not, or nobody knows
   */
  void export(List<RebuiltSpan> spans);

  /** Spans were not acknowledged: they have to be exported again. */
  final class NotExportedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotExportedException(String message) {
      super(message);
    }
  }
}
