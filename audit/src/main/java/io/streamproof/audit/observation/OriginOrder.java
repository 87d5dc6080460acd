package io.streamproof.audit.observation;

import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.observation.ReadPosition.OriginMark;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * The order of the origins in one output partition: those of one source partition must increase.
 *
 * <p>An origin that points behind the end of its source was never there, and must not make all that
 * follows look late: when a decrease shows, such a mark is replaced by the one before it.
 */
final class OriginOrder {
  /** Stands for the end of a source about which brokers do not answer. */
  static final long UNKNOWN_END = Long.MAX_VALUE;

  private final Map<String, OriginMark> marks;
  private final Map<String, OriginMark> before = new HashMap<>();
  private final ToLongFunction<TopicPartition> sourceEnds;
  private final Map<TopicPartition, Long> knownEnds = new HashMap<>();

  OriginOrder(Map<String, OriginMark> marks, ToLongFunction<TopicPartition> sourceEnds) {
    this.marks = new HashMap<>(marks);
    this.sourceEnds = sourceEnds;
  }

  /** Takes the next origin; gives the later origin before it, if there is one. */
  Optional<OriginMark> advance(AuditedStage stage, int sourcePartition, OriginMark mark) {
    String line = stage.name() + "/" + sourcePartition;
    OriginMark last = marks.get(line);
    if (last != null && mark.compareTo(last) <= 0 && isNowhere(stage, sourcePartition, last)) {
      last = before.remove(line);
      if (last != null && isNowhere(stage, sourcePartition, last)) {
        last = null;
      }
    }
    if (last != null && mark.compareTo(last) <= 0) {
      marks.put(line, last);
      return Optional.of(last);
    }
    marks.put(line, mark);
    if (last != null) {
      before.put(line, last);
    }
    return Optional.empty();
  }

  /** The greatest origin of each line. */
  Map<String, OriginMark> marks() {
    return marks;
  }

  /** Brokers are asked only where a source did not reach as far when they were asked last. */
  private boolean isNowhere(AuditedStage stage, int sourcePartition, OriginMark mark) {
    TopicPartition source = new TopicPartition(stage.sourceTopic(), sourcePartition);
    if (mark.offset() < knownEnds.getOrDefault(source, 0L)) {
      return false;
    }
    long end = sourceEnds.applyAsLong(source);
    // Where they do not answer, nothing is known but that this origin is let pass.
    knownEnds.put(source, end == UNKNOWN_END ? mark.offset() + 1 : end);
    return mark.offset() >= end;
  }
}
