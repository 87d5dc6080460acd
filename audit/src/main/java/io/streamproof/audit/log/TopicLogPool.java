package io.streamproof.audit.log;

import java.util.function.Function;

/** Lends topic logs, a bounded number at a time. */
public interface TopicLogPool {
  /**
   * Does something with a log of the caller's own.
   *
   * @throws BusyLogsException if all are lent
   */
  <T> T with(Function<TopicLog, T> use);

  /** All logs are lent, and none was returned in time. */
  final class BusyLogsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BusyLogsException(String message) {
      super(message);
    }
  }
}
