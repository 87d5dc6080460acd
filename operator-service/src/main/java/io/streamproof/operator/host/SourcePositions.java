package io.streamproof.operator.host;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Where a stage's group is in each partition of its source. */
record SourcePositions(List<SourcePosition> all) {
  SourcePositions {
    all = List.copyOf(all);
  }

  /** Whether the stage goes on in every partition exactly where it has stopped. */
  boolean isUsable() {
    return all.stream().noneMatch(at -> at.isMissing() || at.isOutOfRange());
  }

  List<SourcePosition> missing() {
    return all.stream().filter(SourcePosition::isMissing).toList();
  }

  List<SourcePosition> outOfRange() {
    return all.stream().filter(SourcePosition::isOutOfRange).toList();
  }

  /** Whether the group has no committed offset at all, as one that is new, or has expired. */
  boolean isUnknownGroup() {
    return all.stream().allMatch(SourcePosition::isMissing);
  }

  /** Whether the stage has certainly processed something. */
  boolean hasProgress() {
    return all.stream().anyMatch(SourcePosition::hasProgress);
  }

  /**
   * The partitions of which earlier results have to be looked for. The offsets of a group expire
   * together: where it has some, a partition without one has had no record yet, and needs a look
   * only if it has one now.
   */
  Set<Integer> questionable() {
    boolean unknown = isUnknownGroup();
    return missing().stream()
        .filter(at -> unknown || !at.isEmpty())
        .map(at -> at.partition().partition())
        .collect(toSet());
  }

  /** Where to begin in the partitions without an offset. */
  Map<TopicPartition, Long> beginnings() {
    return missing().stream().collect(toMap(SourcePosition::partition, SourcePosition::beginning));
  }
}
