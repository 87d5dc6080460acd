package io.streamproof.operator.host;

import java.util.List;
import org.apache.kafka.common.KafkaException;

/**
 * An offset cannot be committed for a group while it has members, which may be about to commit
 * another.
 */
final class GroupBusyException extends KafkaException {
  private static final long serialVersionUID = 1L;

  GroupBusyException(String group, List<SourcePosition> missing) {
    super(
        "group %s has no committed offset for %s, and has members: instances of the stage run that do not commit where they begin, or have ended a moment ago"
            .formatted(group, missing.stream().map(SourcePosition::partition).toList()));
  }
}
