package io.streamproof.audit.lineage;

import java.util.function.Function;

/** Lends logs to walks, a bounded number at a time. */
public interface RecordLogs {
  /**
   * Does something with a log of the caller's own.
   *
   * @throws BusyLogsException if all are lent
   */
  <T> T with(Function<RecordLog, T> use);

  /** All logs are lent, and none has come back in time. */
  final class BusyLogsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BusyLogsException(String message) {
      super(message);
    }
  }
}
