package io.streamproof.operator.host;

import org.apache.kafka.common.KafkaException;

/** What may change by itself in a moment; if it does not, it is a reason not to start. */
final class UnsettledException extends KafkaException {
  private static final long serialVersionUID = 1L;
  private final UnusableException reason;

  UnsettledException(UnusableException reason) {
    super(reason.getMessage());
    this.reason = reason;
  }

  UnusableException reason() {
    return reason;
  }
}
